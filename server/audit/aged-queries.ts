/** What the ledger says of recorded time, where that is too old to be kept: that it happened stays, and the seal holds. */
import { all, sql, type Database } from '#server/platform/database.ts'

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
/** A portion, the oldest first; from a row on, where the portion before ended. `day`: of its last row. `done`: there were no more. */
export async function eraseSaid(
  tx: Database,
  aged: Aged,
  after: string | null,
): Promise<{ erased: number; last: string | null; day: string | null; done: boolean }> {
  const { rows } = await sql<{ id: string; day: string }>`
    select c.id, uuid_extract_timestamp(c.id)::date as day from changes c
    where ${all(old(aged), after !== null && sql`c.id > ${after}::uuid`)} order by c.id limit ${atOnce}
  `.execute(tx)
  if (rows.length > 0) await sql`select erase_payloads(${rows.map(({ id }) => id)}::uuid[])`.execute(tx)
  const last = rows.at(-1)
  return { erased: rows.length, last: last?.id ?? null, day: last?.day ?? null, done: rows.length < atOnce }
}
