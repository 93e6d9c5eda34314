/** The names time is matched against, kept in memory and renewed when an account or deal is added, renamed, closed or gone. */
import { buildCatalog, type Catalog, type CatalogAccount, type CatalogDeal } from '#domain/mapping.ts'
import { sql, type Database } from '#server/platform/database.ts'

/** Gives the catalog as of this transaction. One row is read to know that nothing changed. */
export type Names = (db: Database) => Promise<Catalog>

export function createNames(): Names {
  let revision = -1
  let catalog: Catalog | null = null
  return async (db) => {
    const { rows } = await sql<{ revision: number }>`select revision from name_catalog`.execute(db)
    if (catalog && rows[0]!.revision === revision) return catalog
    catalog = await load(db)
    revision = rows[0]!.revision
    return catalog
  }
}

async function load(db: Database): Promise<Catalog> {
  const accounts = await sql<CatalogAccount>`
    select id, name from accounts where deleted_at is null order by id
  `.execute(db)
  const deals = await sql<CatalogDeal>`
    select d.id, d.account_id, d.name, d.stage <> 'lost' as open, d.stage = 'won' as won
    from deals d join accounts a on a.id = d.account_id
    where d.deleted_at is null and a.deleted_at is null
    order by d.id
  `.execute(db)
  return buildCatalog({ accounts: accounts.rows, deals: deals.rows })
}
