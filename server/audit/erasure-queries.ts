import type { ErasureInput } from '#domain/audit.ts'
import { sql, type Database } from '#server/platform/database.ts'

/**
 * What the ledger says about a record, or about a person: their own record, looks at their titles, their recorded time. Rows
 * that record an erasure stay, or nobody could tell why the others are empty.
 */
const about = ({ person_id, object_id }: ErasureInput) => sql`
  c.object_id in (
    select ${person_id ?? object_id ?? null}::uuid
    union all select e.id from time_entries e where e.user_id = ${person_id ?? null}::uuid
    union all select f.id from former_entries f where f.user_id = ${person_id ?? null}::uuid
  )
  and c.action <> 'ledger.erased' and c.erased_at is null and (c.before is not null or c.after is not null)
`

export async function countErasable(db: Database, target: ErasureInput): Promise<number> {
  const { rows } = await sql<{ payloads: number }>`
    select count(*) as payloads from changes c where ${about(target)}
  `.execute(db)
  return rows[0]!.payloads
}

const atOnce = 5_000

/** Of these records alone. Gives how many payloads were erased. */
export async function eraseAbout(tx: Database, ids: string[]): Promise<number> {
  if (ids.length === 0) return 0
  const { rows } = await sql<{ erased: number }>`
    select erase_payloads(array(
      select c.id from changes c
      where c.object_id = any (${ids}) and c.erased_at is null and (c.before is not null or c.after is not null)
    )) as erased
  `.execute(tx)
  return rows[0]!.erased
}

/** Gives how many payloads were erased. In portions, so that no statement outlasts its time. */
export async function erase(tx: Database, target: ErasureInput): Promise<number> {
  let total = 0
  for (;;) {
    const { rows } = await sql<{ erased: number }>`
      select erase_payloads(array(select c.id from changes c where ${about(target)} limit ${atOnce})) as erased
    `.execute(tx)
    total += rows[0]!.erased
    if (rows[0]!.erased < atOnce) return total
  }
}
