/** What time is placed by: names and rules, kept in memory and renewed when an account, a deal or a rule changes. */
import { buildCatalog, type Catalog, type CatalogAccount, type CatalogDeal, type Rules } from '#domain/mapping.ts'
import { sql, type Database } from '#server/platform/database.ts'
import { createLiveRules } from '#server/rules/live-rules.ts'

export type Known = { catalog: Catalog; rules: Rules }
/** Gives them as of this transaction. One row of each is read to know that nothing changed. */
export type Names = (db: Database) => Promise<Known>

export function createNames(): Names {
  const liveRules = createLiveRules()
  let revision = -1
  let catalog: Catalog | null = null
  return async (db) => {
    const rules = await liveRules(db)
    const { rows } = await sql<{ revision: number }>`select revision from name_catalog`.execute(db)
    if (catalog && rows[0]!.revision === revision) return { catalog, rules }
    catalog = await load(db)
    revision = rows[0]!.revision
    return { catalog, rules }
  }
}

async function load(db: Database): Promise<Catalog> {
  // an agent goes on saying the old name of a customer that was merged into another
  const merged = await sql<CatalogAccount>`
    select s.id, m.name from accounts m join accounts s on s.id = account_survivor(m.id)
    where m.merged_into_id is not null and s.deleted_at is null
    order by m.id
  `.execute(db)
  const accounts = await sql<CatalogAccount>`
    select id, name from accounts where deleted_at is null order by id
  `.execute(db)
  const deals = await sql<CatalogDeal>`
    select d.id, d.account_id, d.name, d.stage <> 'lost' as open, d.stage = 'won' as won
    from deals d join accounts a on a.id = d.account_id
    where d.deleted_at is null and a.deleted_at is null
    order by d.id
  `.execute(db)
  return buildCatalog({ accounts: [...merged.rows, ...accounts.rows], deals: deals.rows })
}
