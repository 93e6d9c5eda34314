/** What the ledger says of recorded time, where that is too old to be kept: that it happened stays, and the seal holds. */
import { sql, type Database } from '#server/platform/database.ts'

/** An id says when its row was written (RFC 9562 §5.7). */
const firstId = (day: string) =>
  `${Date.parse(day)
    .toString(16)
    .padStart(12, '0')
    .replace(/(.{8})/, '$1-')}-7000-8000-000000000000`

type Aged = { from: string; before: string }
const old = ({ from, before }: Aged) => sql`
  c.object_type = 'time_entry' and c.id >= ${firstId(from)}::uuid and c.id < ${firstId(before)}::uuid
  and c.erased_at is null and (c.before is not null or c.after is not null)
`

/** No further than `most`. */
export async function countSaid(db: Database, aged: Aged, most: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (select from changes c where ${old(aged)} limit ${most}) found
  `.execute(db)
  return rows[0]!.count
}

const atOnce = 5_000
export async function eraseSaid(tx: Database, aged: Aged): Promise<{ erased: number; done: boolean }> {
  const { rows } = await sql<{ erased: number }>`
    select erase_payloads(array(select c.id from changes c where ${old(aged)} order by c.id limit ${atOnce})) as erased
  `.execute(tx)
  const { erased } = rows[0]!
  return { erased, done: erased < atOnce }
}
