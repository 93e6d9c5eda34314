/** What the ledger says of recorded time, where that is too old to be kept: that it happened stays, and the seal holds. */
import { sql, type Database } from '#server/platform/database.ts'

/** An id says when its row was written (RFC 9562 §5.7). */
const firstId = (day: string) =>
  `${Date.parse(day)
    .toString(16)
    .padStart(12, '0')
    .replace(/(.{8})/, '$1-')}-7000-8000-000000000000`

type Aged = { from: string; before: string }
const written = ({ from, before }: Aged) =>
  sql`c.id >= ${firstId(from)}::uuid and c.id < ${firstId(before)}::uuid and c.object_type = 'time_entry'`
const says = sql`c.erased_at is null and (c.before is not null or c.after is not null)`
const old = (aged: Aged) => sql`${written(aged)} and ${says}`

/** Of the first so many: what somebody waits for is not counted among millions. */
const mostLookedAt = 300_000
/** `more`: not all were looked at. */
export async function countSaid(db: Database, aged: Aged): Promise<{ count: number; more: boolean }> {
  const { rows } = await sql<{ count: number; more: boolean }>`
    select count(*) filter (where says) as count, count(*) > ${mostLookedAt} as more
    from (select ${says} as says from changes c where ${written(aged)} limit ${mostLookedAt + 1}) looked_at
  `.execute(db)
  return rows[0]!
}

const atOnce = 5_000
export async function eraseSaid(tx: Database, aged: Aged): Promise<{ erased: number; done: boolean }> {
  const { rows } = await sql<{ erased: number }>`
    select erase_payloads(array(select c.id from changes c where ${old(aged)} order by c.id limit ${atOnce})) as erased
  `.execute(tx)
  const { erased } = rows[0]!
  return { erased, done: erased < atOnce }
}
