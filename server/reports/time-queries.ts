/** Recorded time for reports, out of the sums by day and month: what it costs does not follow from how many entries there are. */
import { daysBetween, shift } from '#domain/periods.ts'
import type { ReportGroup } from '#domain/report-tables.ts'
import { inScope } from '#server/people/scope.ts'
import { all, among, sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import { atOneMoment } from '#server/platform/one-moment.ts'
import { ofOwners } from '#server/time/filters.ts'
import { byKey } from './halves.ts'
import type { Asked, Fact, Range } from './kind.ts'
import { comparedDay, keepsMonths } from './side-by-side.ts'
import { daysIn, narrow, sumsWithin } from './sums.ts'

/** `placed`: of a row of deals, whether it is one · `split`: the day, week or month it is split by. */
export type TimeFact = Fact & {
  seconds: number
  billable_seconds: number
  entries: number
  placed?: boolean
  split?: string
}

type Grouping = {
  /** What of a sum it needs, so that they are added up before any name is looked up. */
  of: 'day' | 'user_id'
  key: RawBuilder<unknown>
  label: RawBuilder<unknown>
  joins: RawBuilder<unknown>
}

const person = sql`left join users u on u.id = s.of`
const byDay = (key: RawBuilder<unknown>): Grouping => ({ of: 'day', key, label: key, joins: sql`` })

/** Groups of few rows. */
const groupings = ({ query }: Asked): Partial<Record<ReportGroup, Grouping>> => ({
  person: { of: 'user_id', key: sql`s.of::text`, label: sql`u.name`, joins: person },
  team: {
    of: 'user_id',
    key: sql`u.team_id::text`,
    label: sql`coalesce(m.name, 'No team')`,
    joins: sql`${person} left join teams m on m.id = u.team_id`,
  },
  day: byDay(sql`to_char(s.of, 'YYYY-MM-DD')`),
  week: byDay(weekOf(sql`s.of`, query.week_start)),
  month: byDay(sql`to_char(s.of, 'YYYY-MM')`),
})
export const weekOf = (day: RawBuilder<unknown>, week_start: Asked['query']['week_start']) =>
  sql`to_char(${day} - (extract(isodow from ${day})::integer + ${weekShift(week_start)}) % 7, 'YYYY-MM-DD')`
const weekShift = (week_start: Asked['query']['week_start']) =>
  week_start === 'sunday' ? 0 : week_start === 'saturday' ? 1 : 6

/** Believed time of those whose time the reader may see, as the question narrows it. `t` is the sum. */
export const timeWhere = (asked: Asked) => all(sql`t.status <> 'quarantined'`, placedWhere(asked))

/** The same of sums that hold nothing but what found its place. */
export const placedWhere = ({ actor, query }: Asked) =>
  all(
    inScope(actor, 'reports:read', sql`t.user_id`),
    query.deal_id && among(sql`t.deal_id`, query.deal_id),
    query.account_id && among(sql`t.account_id`, query.account_id),
    query.user_id && among(sql`t.user_id`, query.user_id),
    query.team_id && sql`t.user_id in (select id from users where ${among(sql`team_id`, query.team_id)})`,
    query.owner_id && ofOwners(actor, sql`t.deal_id`, query.owner_id),
    query.currency && sql`t.deal_id in (select id from deals where ${among(sql`currency`, query.currency)})`,
  )

/** By people, teams and days: all rows. */
export async function timeFacts(asked: Asked, range: Range): Promise<TimeFact[]> {
  const { of, key, label, joins } = groupings(asked)[asked.group]!
  const byMonth = !narrow(asked) && asked.group !== 'day' && asked.group !== 'week' && keepsMonths(asked, range)
  const columns = (day: RawBuilder<unknown>) =>
    sql`${of === 'day' ? comparedDay(asked, range, day) : sql`t.user_id`} as of, t.seconds, t.billable_seconds, t.entries`
  const facts = async (days: Range, tx: Database) => {
    const { rows } = await sql<TimeFact>`
      select ${key} as key, ${label} as label, null as beside, sum(s.seconds)::bigint as seconds,
             sum(s.billable_seconds)::bigint as billable_seconds, sum(s.entries)::bigint as entries
      from (
        select of, sum(seconds) as seconds, sum(billable_seconds) as billable_seconds, sum(entries) as entries
        from ${sumsWithin('time', days, columns, timeWhere(asked), byMonth)} sums
        group by of
      ) s
      ${joins}
      group by 1, 2
      having sum(s.seconds) <> 0 or sum(s.entries) <> 0
    `.execute(tx)
    return rows
  }
  const parts = await inTwo(asked, range)
  return (
    await atOneMoment<TimeFact[][]>(
      asked.db,
      parts.map((days) => (tx) => facts(days, tx)),
    )
  )
    .flat()
    .toSorted(byKey)
}

/** Days in two halves, which an index has apart: what is on one row of the report may lie in both. */
async function inTwo(asked: Asked, range: Range): Promise<Range[]> {
  if (narrow(asked)) return [range]
  const { rows } = await sql<{ first_day: string | null; last_day: string | null }>`
    select min(t.day) as first_day, max(t.day) as last_day from time_by_day t where ${daysIn(sql`t.day`, range)}
  `.execute(asked.db)
  const { first_day, last_day } = rows[0]!
  if (first_day === null || last_day === null || first_day === last_day) return [range]
  const middle = shift(first_day, Math.ceil(daysBetween(first_day, last_day) / 2))
  const month = `${middle.slice(0, 8)}01`
  const date_from = month > first_day ? month : middle
  return [
    { ...range, date_to: shift(date_from, -1) },
    { ...range, date_from },
  ]
}
