/** What is too old to be kept, of entries: evidence that goes while they stay, and whole months (migrations/0066). */
import type { MonthHold } from '#domain/retention.ts'
import { all, sql, type Database } from '#server/platform/database.ts'
import { instantOf } from '#server/platform/instants.ts'
import { noEvidence, unmatched } from './erasure-queries.ts'

/** What the door asks of each arrival: evidence before this day is not kept, and entries before that one are not taken; null: all are. */
export type Kept = { evidence_days: number | null; removed_before: string | null }

export async function findKept(db: Database): Promise<Kept> {
  const { rows } = await sql<Kept>`
    select max(keep) filter (where class = 'evidence') as evidence_days, max(removed_before) as removed_before from retention_terms
  `.execute(db)
  return rows[0]!
}

/** Days of people, the first in it and the last not. */
export type Aged = { from: string; before: string; people: string[] | null }

const worked = (alias: string, { from, before, people }: Aged) => sql`
  ${sql.ref(`${alias}.start_time`)} >= ${instantOf(from, -1)}::timestamptz
  and ${sql.ref(`${alias}.start_time`)} < ${instantOf(before, 1)}::timestamptz
  and ${sql.ref(`${alias}.day`)} >= ${from}::date and ${sql.ref(`${alias}.day`)} < ${before}::date
  and (${people}::uuid[] is null or ${sql.ref(`${alias}.user_id`)} = any (${people}::uuid[]))
`
const saysMore = (alias: string) => sql`
  (${sql.ref(`${alias}.title`)} is not null or ${sql.ref(`${alias}.url`)} is not null or ${sql.ref(`${alias}.app`)} is not null
   or ${sql.ref(`${alias}.project_from_editor`)})
`
const old = (alias: string, aged: Aged) => sql`${worked(alias, aged)} and ${saysMore(alias)}`

/** Of the first so many entries: what somebody waits for is not counted among twenty million. */
const mostLookedAt = 300_000
/** `more`: not all were looked at. */
export async function countEvidence(db: Database, aged: Aged): Promise<{ count: number; more: boolean }> {
  const { rows } = await sql<{ count: number; more: boolean }>`
    select count(*) filter (where says_more) as count, count(*) > ${mostLookedAt} as more
    from (
      (select ${saysMore('e')} as says_more from time_entries e where ${worked('e', aged)} limit ${mostLookedAt + 1})
      union all (select true from former_entries f where ${old('f', aged)} limit ${mostLookedAt + 1})
    ) looked_at
  `.execute(db)
  return rows[0]!
}

const atOnce = 5_000
/**
 * Titles, addresses and apps of the oldest of these go, and with them their release; from an instant on, where the portion before ended.
 * `done`: there were no more.
 */
export async function blankEvidence(
  tx: Database,
  aged: Aged,
  after: string | null,
): Promise<{ blanked: number; last: string | null; done: boolean }> {
  const { rows } = await sql<{ blanked: number; last: string | null }>`
    with chosen as (
      select e.id, e.start_time from time_entries e
      where ${all(old('e', aged), after !== null && sql`e.start_time >= ${after}::timestamptz`)}
      order by e.start_time, e.id limit ${atOnce}
    ),
    blanked as (
      update time_entries e
      set ${noEvidence}, mapping = ${unmatched}, released_at = null, version = e.version + 1, updated_at = now()
      from chosen c
      where e.id = c.id and e.start_time = c.start_time and e.start_time >= ${instantOf(aged.from, -1)}::timestamptz
        and e.start_time < ${instantOf(aged.before, 1)}::timestamptz
      returning e.start_time
    )
    select count(*) as blanked, max(start_time) as last from blanked
  `.execute(tx)
  const { blanked, last } = rows[0]!
  return { blanked, last, done: blanked < atOnce }
}

/** The same of what was deleted, split or merged. */
export async function blankFormer(tx: Database, aged: Aged): Promise<number> {
  const { numAffectedRows } = await sql`
    update former_entries f
    set ${noEvidence}, mapping = ${unmatched}, released_at = null, version = f.version + 1, updated_at = now()
    where ${old('f', aged)}
  `.execute(tx)
  return Number(numAffectedRows ?? 0)
}

export type OldMonth = { month: string; entries: number; hold: MonthHold | null }
export async function monthsBefore(db: Database, day: string, also_approved: boolean): Promise<OldMonth[]> {
  const { rows } = await sql<OldMonth>`
    select month, entries, hold from time_months_before(${day}::date, ${also_approved}) order by month
  `.execute(db)
  return rows
}

/** With what was deleted, split or merged in it. Gives how many entries went; the sums by day and by task stay. */
export async function removeMonth(tx: Database, month: string): Promise<number> {
  const { rows } = await sql<{ removed: number }>`select remove_time_month(${month}::date) as removed`.execute(tx)
  await sql`
    delete from former_entries
    where start_time >= ${instantOf(month)}::timestamptz
      and start_time < (${month}::date + interval '1 month')::timestamp at time zone 'UTC'
  `.execute(tx)
  return rows[0]!.removed
}
