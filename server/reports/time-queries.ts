/** Recorded time for reports, out of the sums by day: what it costs does not follow from how many entries there are. */
import type { ReportGroup } from '#domain/report-tables.ts'
import { inScope } from '#server/people/scope.ts'
import { all, among, sql, type RawBuilder } from '#server/platform/database.ts'
import type { Asked, Fact, Range } from './kind.ts'

export type TimeFact = Fact & { seconds: number; billable_seconds: number; entries: number }

type Grouping = {
  key: RawBuilder<unknown>
  label: RawBuilder<unknown>
  beside: RawBuilder<unknown>
  joins: RawBuilder<unknown>
}

const none = sql`null::text`
const account = sql`left join accounts a on a.id = s.account_id`
const deal = sql`left join deals d on d.id = s.deal_id`
const person = sql`left join users u on u.id = s.user_id`
/** What is on no account is internal, or waits for its place. */
const elsewhere = sql`case when s.waiting then 'Waiting to be placed' else 'Internal' end`
const elsewhereKey = sql`case when s.waiting then 'waiting' else 'internal' end`
const byDay = (key: RawBuilder<unknown>): Grouping => ({ key, label: key, beside: none, joins: sql`` })

/** By what a sum `s` is told: the name is looked up once a row, when everything is added up. */
const groupings = ({ query }: Asked): Partial<Record<ReportGroup, Grouping>> => ({
  account: {
    key: sql`coalesce(s.account_id::text, ${elsewhereKey})`,
    label: sql`coalesce(a.name, ${elsewhere})`,
    beside: none,
    joins: account,
  },
  deal: {
    key: sql`coalesce(s.deal_id::text, s.account_id::text, ${elsewhereKey})`,
    label: sql`coalesce(d.name, case when a.id is not null then 'No deal' end, ${elsewhere})`,
    beside: sql`a.name`,
    joins: sql`${deal} ${account}`,
  },
  person: { key: sql`s.user_id::text`, label: sql`u.name`, beside: none, joins: person },
  team: {
    key: sql`u.team_id::text`,
    label: sql`coalesce(m.name, 'No team')`,
    beside: none,
    joins: sql`${person} left join teams m on m.id = u.team_id`,
  },
  task: {
    key: sql`s.task_id::text`,
    label: sql`coalesce(t.title, 'No task')`,
    beside: sql`a.name`,
    joins: sql`left join tasks t on t.id = s.task_id left join accounts a on a.id = t.account_id`,
  },
  day: byDay(sql`to_char(s.day, 'YYYY-MM-DD')`),
  week: byDay(
    sql`to_char(s.day - (extract(isodow from s.day)::integer + ${weekShift(query.week_start)}) % 7, 'YYYY-MM-DD')`,
  ),
  month: byDay(sql`to_char(s.day, 'YYYY-MM')`),
})
const weekShift = (week_start: Asked['query']['week_start']) =>
  week_start === 'sunday' ? 0 : week_start === 'saturday' ? 1 : 6

/** Which columns of the sums a group needs, so that they are added up before any name is looked up. */
const dimensions: Partial<Record<ReportGroup, readonly string[]>> = {
  account: ['account_id'],
  deal: ['account_id', 'deal_id'],
  person: ['user_id'],
  team: ['user_id'],
  task: ['task_id'],
  day: ['day'],
  week: ['day'],
  month: ['day'],
}
const inTime = new Set<ReportGroup>(['day', 'week', 'month'])

/** The days asked for of those whose time the reader may see, believed ones. `t` is the sum. */
export const timeWhere = ({ actor, query }: Asked, { date_from, date_to }: Range) =>
  all(
    sql`t.status <> 'quarantined'`,
    inScope(actor, 'reports:read', sql`t.user_id`),
    date_from !== undefined && sql`t.day >= ${date_from}::date`,
    date_to !== undefined && sql`t.day <= ${date_to}::date`,
    query.deal_id && among(sql`t.deal_id`, query.deal_id),
    query.account_id && among(sql`t.account_id`, query.account_id),
    query.user_id && among(sql`t.user_id`, query.user_id),
    query.team_id && sql`t.user_id in (select id from users where ${among(sql`team_id`, query.team_id)})`,
    (query.owner_id || query.currency) &&
      sql`t.deal_id in (select id from deals where ${all(
        query.owner_id && among(sql`owner_id`, query.owner_id),
        query.currency && among(sql`currency`, query.currency),
      )})`,
  )

/** Of tasks `source` is the sums by task, and what is on none of them is the rest of all. */
export async function timeFacts(asked: Asked, range: Range): Promise<TimeFact[]> {
  const { key, label, beside, joins } = groupings(asked)[asked.group]!
  const columns = dimensions[asked.group]!
  const dimension = (name: string) =>
    sql`${columns.includes(name) ? sql.ref(`t.${name}`) : sql.raw(name === 'day' ? 'null::date' : 'null::uuid')} as ${sql.ref(name)}`
  const names = asked.group === 'task' ? ['task_id'] : ['day', 'user_id', 'account_id', 'deal_id']
  const { rows } = await sql<TimeFact>`
    select ${key} as key, ${label} as label, ${beside} as beside, sum(s.seconds)::bigint as seconds,
           sum(s.billable_seconds)::bigint as billable_seconds, sum(s.entries)::bigint as entries
    from (
      select ${sql.join(names.map(dimension))}, t.status = 'unmapped' as waiting, sum(t.seconds) as seconds,
             sum(t.billable_seconds) as billable_seconds, sum(t.entries) as entries
      from ${source(asked)} t
      where ${timeWhere(asked, range)}
      group by ${sql.join([...columns.map((name) => sql.ref(`t.${name}`)), sql`t.status = 'unmapped'`])}
    ) s
    ${joins}
    group by 1, 2, 3
    having sum(s.seconds) <> 0 or sum(s.entries) <> 0
    order by ${inTime.has(asked.group) ? sql`1` : sql`4 desc, 1`}
  `.execute(asked.db)
  return rows
}

/** Sums by task name only what is on one: the rest is what the sums by day hold beyond them. */
const source = ({ group }: Asked) =>
  group === 'task'
    ? sql`(
        select day, user_id, account_id, deal_id, task_id, 'synced' as status, entries, seconds, billable_seconds from task_time_by_day
        union all
        select day, user_id, account_id, deal_id, null, status, entries, seconds, billable_seconds from time_by_day
        union all
        select day, user_id, account_id, deal_id, null, 'synced', -entries, -seconds, -billable_seconds from task_time_by_day
      )`
    : sql`time_by_day`
