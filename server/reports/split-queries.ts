/** Recorded time by place and by day, week or month: of the places with most of it, and of all others together. */
import { shift } from '#domain/periods.ts'
import type { ReportGroup } from '#domain/report-tables.ts'
import { all, sql, type RawBuilder } from '#server/platform/database.ts'
import { apart, inHalf, inHalves, joined, type Half } from './halves.ts'
import type { Asked, Found, Range } from './kind.ts'
import { earlierColumn, firstColumn } from './split.ts'
import { daysIn, narrow, sumsWithin, type Sums } from './sums.ts'
import { nowhere, places, type Place } from './time-places.ts'
import { placedWhere, timeWhere, weekOf, type TimeFact } from './time-queries.ts'

const none = sql`null`
const people: Partial<Record<ReportGroup, Place>> = {
  person: { id: sql`t.user_id`, label: sql`u.name`, beside: none, joins: sql`join users u on u.id = m.id` },
  team: {
    id: sql`w.team_id`,
    label: sql`coalesce(e.name, 'No team')`,
    beside: none,
    joins: sql`left join teams e on e.id = m.id`,
  },
}

type Row = TimeFact & { beyond: number | null }
const sums = sql`sum(seconds)::bigint as seconds, sum(billable_seconds)::bigint as billable_seconds, sum(entries)::bigint as entries`

export async function mostSplit(asked: Asked, range: Range, limit: number): Promise<Found<TimeFact>> {
  const first = await firstDay(asked, range)
  if (first === null) return { now: [], before: null }
  return joined(await inHalves(asked.db, (half, db) => splitIn({ ...asked, db }, range, first, limit, half)))
}

/** Of the columns that the last of this time can have. */
async function firstDay(asked: Asked, range: Range): Promise<string | null> {
  const { db, query } = asked
  const { rows } = await sql<{ last_day: string | null }>`
    select max(t.day) as last_day from time_by_day t
    where ${all(daysIn(sql`t.day`, range), timeWhere(asked), sql`(t.seconds <> 0 or t.entries <> 0)`)}
  `.execute(db)
  const { last_day } = rows[0]!
  return last_day && firstColumn(last_day, query.split_by!, query.week_start)
}

async function splitIn(asked: Asked, range: Range, first: string, limit: number, half: Half): Promise<Found<TimeFact>> {
  const { group, query } = asked
  const { id, label, beside, joins } = (places[group] ?? people[group])!
  const isPlace = group === 'account' || group === 'deal'
  const elsewhere = isPlace ? sql`case when m.waiting then 'waiting' else 'internal' end` : none
  const waiting = isPlace ? sql`case when ${id} is null then t.waiting end` : sql`null::boolean`
  const measure = sql.ref(query.measure ?? 'seconds')
  const { rows } = await sql<Row>`
    with summed as materialized (
      select ${id} as id, ${waiting} as waiting, t.split, sum(t.seconds)::bigint as seconds,
             sum(t.billable_seconds)::bigint as billable_seconds, sum(t.entries)::bigint as entries
      from ${source(asked, range, first)} t
      ${group === 'team' ? sql`join users w on w.id = t.user_id` : sql``}
      where ${inHalf(sql`coalesce(${id}, ${nowhere})`, half)}
      group by 1, 2, 3
      having sum(t.seconds) <> 0 or sum(t.entries) <> 0
    ),
    ranked as materialized (
      select id, waiting, sum(${measure}) as size from summed group by 1, 2
    ),
    most as materialized (
      select id, waiting from ranked order by size desc, id, waiting limit ${limit}
    ),
    -- what has no id is found apart: a comparison that takes nulls for the same is no hash join, and 300 times as slow
    shown as materialized (
      select s.* from summed s join most m on m.id = s.id
      union all
      select s.* from (select * from summed where id is null) s join (select * from most where id is null) m on m.waiting is not distinct from s.waiting
    )
    select coalesce(m.id::text, ${elsewhere}) as key, ${label} as label, ${beside} as beside, m.split, m.seconds, m.billable_seconds, m.entries,
           ${group === 'deal' ? sql`d.id is not null` : sql`false`} as placed, null::bigint as beyond
    from shown m
    ${joins}
    union all
    select null, '', null, w.split, w.seconds - coalesce(m.seconds, 0), w.billable_seconds - coalesce(m.billable_seconds, 0),
           w.entries - coalesce(m.entries, 0), false, (select count(*) from ranked) - (select count(*) from most)
    from (select split, ${sums} from summed group by 1) w
    left join (select split, ${sums} from shown group by 1) m on m.split = w.split
    where (select count(*) from ranked) > ${limit}
  `.execute(asked.db)
  return apart(rows, (row) => row)
}

function splitOf({ query }: Asked, day: RawBuilder<unknown>): RawBuilder<unknown> {
  if (query.split_by === 'week') return weekOf(day, query.week_start)
  return sql`to_char(${day}, ${query.split_by === 'month' ? sql.lit('YYYY-MM') : sql.lit('YYYY-MM-DD')})`
}

/** Of tasks what is on none of them is the rest of all. */
function source(asked: Asked, range: Range, first: string): RawBuilder<unknown> {
  const of = (sums: Sums, columns: RawBuilder<unknown>, where: RawBuilder<unknown>) =>
    sumsFrom(asked, range, first, sums, columns, where)
  const amounts = (sign: RawBuilder<unknown>) =>
    sql`${sign} * t.seconds as seconds, ${sign} * t.billable_seconds as billable_seconds, ${sign} * t.entries as entries`
  const own = sql`t.user_id, t.account_id, t.deal_id, t.status = 'unmapped' as waiting, t.seconds, t.billable_seconds, t.entries`
  if (asked.group !== 'task') return sql`(${of('time', own, timeWhere(asked))})`
  const onTasks = (task: RawBuilder<unknown>, sign: RawBuilder<unknown>) =>
    of('task_time', sql`${task} as task_id, ${amounts(sign)}`, placedWhere(asked))
  const everything = of('time', sql`null::uuid as task_id, t.seconds, t.billable_seconds, t.entries`, timeWhere(asked))
  return sql`(${everything} union all ${onTasks(sql`t.task_id`, sql`1`)} union all ${onTasks(sql`null::uuid`, sql`-1`)})`
}

/** From the first column on by days, or months where those are the columns; what lies before it is one column, and read by months. */
function sumsFrom(
  asked: Asked,
  range: Range,
  first: string,
  sums: Sums,
  columns: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const { date_from } = range
  const isWhole = date_from !== undefined && date_from >= first
  const within = (part: Range, split: (day: RawBuilder<unknown>) => RawBuilder<unknown>, months: boolean) =>
    sumsWithin(sums, part, (day) => sql`${split(day)} as split, ${columns}`, where, months && !narrow(asked))
  const recent = within(
    isWhole ? range : { ...range, date_from: first },
    (day) => splitOf(asked, day),
    asked.query.split_by === 'month',
  )
  if (isWhole) return recent
  const last_day = shift(first, -1)
  const earlier = within({ date_from, date_to: last_day }, () => sql`${earlierColumn(last_day)}::text`, true)
  return sql`${recent} union all ${earlier}`
}
