/**
 * Which months a list has to look into, by the sums of each day: one costs its planning whether anything in it fits or not
 * (0.2 ms of processor each). The sums know of people, teams, deals, their owners, accounts, tasks and statuses; what else a list is narrowed by they
 * cannot count (bounded.ts).
 */
import type { EntryStatus, TimeEntryQuery } from '#domain/time.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { all, among, sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import { instantOf, never } from '#server/platform/instants.ts'
import { ofOwners, ofTeams } from './filters.ts'

type Days = { first_day: string; last_day: string }
/**
 * Between days of people, `YYYY-MM-DD`; null where nothing fits. `whole`: all that fits lies in it. `stretches`: where in it, if that is little
 * of it: a deal rests for months.
 */
export type Reach = (Days & { whole: boolean; stretches?: Days[] }) | null

export type Countable = Pick<
  TimeEntryQuery,
  'user_id' | 'deal_id' | 'account_id' | 'task_id' | 'team_id' | 'owner_id' | 'date_from' | 'date_to' | 'discarded'
> & {
  status?: (EntryStatus | 'discarded')[]
}

/** Of `time_entries e`. The range on start_time is a day wider than any zone. */
export const within = (reach: Reach, alias = 'e'): RawBuilder<unknown> => {
  const start = sql.ref(`${alias}.start_time`)
  if (reach === null) return never(start)
  const between = ({ first_day, last_day }: Days) =>
    sql`(${start} >= ${instantOf(first_day, -1)}::timestamptz and ${start} < ${instantOf(last_day, 2)}::timestamptz)`
  const { stretches = [] } = reach
  if (stretches.length === 0) return between(reach)
  return sql`(${between(reach)} and (${sql.join(stretches.map(between), sql` or `)}))`
}

/** The same month by month, as the tables are cut: the oldest first. */
export function monthsIn(reach: Reach): RawBuilder<unknown>[] {
  if (reach === null) return []
  const end = Date.parse(instantOf(reach.last_day, 2))
  const months: RawBuilder<unknown>[] = []
  for (let begin = instantOf(reach.first_day, -1); Date.parse(begin) < end;) {
    const [year, month] = begin.split('-').map(Number)
    const next = new Date(Math.min(Date.UTC(year!, month!), end)).toISOString()
    months.push(sql`(e.start_time >= ${begin}::timestamptz and e.start_time < ${next}::timestamptz)`)
    begin = next
  }
  return months
}

const fitting = (actor: Actor, query: Countable) =>
  all(
    sql`t.entries > 0`,
    inScope(actor, 'time:read', sql`t.user_id`),
    query.user_id && among(sql`t.user_id`, query.user_id),
    query.team_id && ofTeams(sql`t.user_id`, query.team_id),
    query.owner_id && ofOwners(actor, sql`t.deal_id`, query.owner_id),
    query.deal_id && among(sql`t.deal_id`, query.deal_id),
    query.account_id && among(sql`t.account_id`, query.account_id),
    query.task_id && among(sql`t.task_id`, query.task_id),
    query.discarded === true && sql`t.status = 'quarantined'`,
    query.status && among(sql`t.status`, [...new Set(query.status.map(statusOf))]),
    query.date_from !== undefined && sql`t.day >= ${query.date_from}::date`,
    query.date_to !== undefined && sql`t.day <= ${query.date_to}::date`,
  )
/** What is on a task has its sums by task; it has found its place, the table sees to it. */
const sums = ({ task_id }: Countable) =>
  task_id ? sql`(select *, 'synced' as status from task_time_by_day)` : sql`time_by_day`
const statusOf = (status: EntryStatus | 'discarded'): EntryStatus => (status === 'discarded' ? 'quarantined' : status)

/** Everything that fits. */
export async function wholeReach(db: Database, actor: Actor, query: Countable): Promise<Reach> {
  const { rows } = await sql<{ first_day: string | null; last_day: string | null }>`
    select min(t.day) as first_day, max(t.day) as last_day from ${sums(query)} t where ${fitting(actor, query)}
  `.execute(db)
  const { first_day, last_day } = rows[0]!
  return first_day === null || last_day === null ? null : { first_day, last_day, whole: true }
}

/**
 * The days from one end that hold this many, or all that fit (`most` null); from `seen` on, a day up to which all was looked at. `sums`: they hold
 * less where so many sums do.
 */
type Near = { most: number | null; newest: boolean; seen?: string | null; sums?: number }
export async function nearReach(db: Database, actor: Actor, query: Countable, near: Near): Promise<Reach> {
  const recent = recentOf(query, near)
  const part = recent && (await reachOf(db, actor, recent, near))
  return part && !part.whole ? part : reachOf(db, actor, query, near)
}

/** Deals of an owner are hundreds, each an end of the index: of these the newest are looked for among days that are not long ago. */
function recentOf(query: Countable, { most, newest, seen }: Near): Countable | null {
  if (!query.owner_id || !newest || most === null) return null
  const last_day = seen ?? query.date_to ?? new Date().toISOString()
  const date_from = instantOf(last_day.slice(0, 10), -worthwhile_days).slice(0, 10)
  return query.date_from !== undefined && query.date_from >= date_from ? null : { ...query, date_from }
}

async function reachOf(db: Database, actor: Actor, query: Countable, near: Near): Promise<Reach> {
  const { most, newest, seen = null, sums: mostSums = most } = near
  // two days: zones differ by more than one
  const behind = seen === null ? null : instantOf(seen, newest ? -2 : 2)
  const order = sql.raw(newest ? 'desc' : 'asc')
  const fits = fitting(actor, query)
  const { rows } = await sql<{ enough: string | null; first_day: string | null; last_day: string | null }>`
    select
      (
        select s.day from (
          select n.day, sum(n.entries) over w as so_far, count(*) over w as place
          from (
            -- each holds one at least, so no more of them are needed: else all of a team's years were read
            select t.day, t.entries from ${sums(query)} t
            where ${fits} and ${behind === null ? sql`true` : newest ? sql`t.day <= ${behind}::date` : sql`t.day >= ${behind}::date`}
            order by t.day ${order} limit ${mostSums}::integer
          ) n
          window w as (order by n.day ${order} rows unbounded preceding)
        ) s
        where ${most}::integer is not null and (s.so_far >= ${most}::integer or s.place = ${mostSums}::integer) order by s.day ${order} limit 1
      ) as enough,
      (select min(t.day) from ${sums(query)} t where ${fits}) as first_day,
      (select max(t.day) from ${sums(query)} t where ${fits}) as last_day
  `.execute(db)
  const { enough, first_day, last_day } = rows[0]!
  if (first_day === null || last_day === null) return null
  const ends = newest
    ? { first_day: enough ?? first_day, last_day: seen ?? last_day }
    : { first_day: seen ?? first_day, last_day: enough ?? last_day }
  return { ...ends, whole: enough === null, stretches: await stretchesIn(db, actor, query, ends) }
}

/** Shorter ones are opened as a whole, and so are more stretches than that. */
const worthwhile_days = 62
const mostStretches = 12

/** Where a deal, a task or an account was worked on; of a person that is every day. */
async function stretchesIn(db: Database, actor: Actor, query: Countable, ends: Days): Promise<Days[]> {
  const length_days = (Date.parse(ends.last_day) - Date.parse(ends.first_day)) / 86_400_000
  if (length_days < worthwhile_days || !(query.deal_id || query.task_id || query.account_id)) return []
  // a day more on both sides: where the last page ended is an instant, and no day of anybody
  const { rows } = await sql<{ day: string }>`
    select distinct t.day from ${sums(query)} t
    where ${fitting(actor, query)} and t.day between ${ends.first_day}::date - 1 and ${ends.last_day}::date + 1
    order by t.day
  `.execute(db)
  const stretches: Days[] = []
  for (const { day } of rows) {
    const last = stretches.at(-1)
    if (last && Date.parse(day) - Date.parse(last.last_day) < 7 * 86_400_000) last.last_day = day
    else stretches.push({ first_day: day, last_day: day })
  }
  return stretches.length > mostStretches ? [] : stretches
}
