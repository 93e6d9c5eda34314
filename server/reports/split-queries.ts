/** Recorded time by place and by day, week or month: of the places with most of it, and of all others together. */
import type { ReportGroup } from '#domain/report-tables.ts'
import { sql, type RawBuilder } from '#server/platform/database.ts'
import type { Asked, Found, Range } from './kind.ts'
import { bounded } from './split.ts'
import { narrow, sumsWithin } from './sums.ts'
import { places, type Place } from './time-places.ts'
import { placedWhere, timeWhere, weekOf, type TimeFact } from './time-queries.ts'

const none = sql`null`
const people: Partial<Record<ReportGroup, Place>> = {
  person: { id: sql`t.user_id`, label: sql`u.name`, beside: none, joins: sql`join users u on u.id = m.id` },
  team: {
    id: sql`(select w.team_id from users w where w.id = t.user_id)`,
    label: sql`coalesce(e.name, 'No team')`,
    beside: none,
    joins: sql`left join teams e on e.id = m.id`,
  },
}

type Row = TimeFact & { beyond: number | null }
const sums = sql`sum(seconds)::bigint as seconds, sum(billable_seconds)::bigint as billable_seconds, sum(entries)::bigint as entries`

export async function mostSplit(asked: Asked, range: Range, limit: number): Promise<Found<TimeFact>> {
  const { group, query } = asked
  const { id, label, beside, joins } = (places[group] ?? people[group])!
  const isPlace = group === 'account' || group === 'deal'
  const elsewhere = isPlace ? sql`case when m.waiting then 'waiting' else 'internal' end` : none
  const waiting = isPlace ? sql`case when ${id} is null then t.waiting end` : sql`null::boolean`
  const measure = sql.ref(query.measure ?? 'seconds')
  const { rows } = await sql<Row>`
    with summed as materialized (
      select ${id} as id, ${waiting} as waiting, ${splitOf(asked)} as split, sum(t.seconds)::bigint as seconds,
             sum(t.billable_seconds)::bigint as billable_seconds, sum(t.entries)::bigint as entries
      from ${source(asked, range)} t
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
  const facts = bounded(rows, query.split_by!) as Row[]
  const others = facts.filter(({ beyond }) => beyond !== null)
  return {
    now: facts.filter(({ beyond }) => beyond === null),
    before: null,
    beyond: { rows: others[0]?.beyond ?? 0, now: others, before: null },
  }
}

function splitOf({ query }: Asked): RawBuilder<unknown> {
  if (query.split_by === 'week') return weekOf(sql`t.day`, query.week_start)
  return sql`to_char(t.day, ${query.split_by === 'month' ? sql.lit('YYYY-MM') : sql.lit('YYYY-MM-DD')})`
}

/** Of tasks what is on none of them is the rest of all. */
function source(asked: Asked, range: Range): RawBuilder<unknown> {
  const months = asked.query.split_by === 'month' && !narrow(asked)
  const where = timeWhere(asked)
  if (asked.group !== 'task')
    return sumsWithin(
      'time',
      range,
      (day) => sql`
        ${day} as day, t.user_id, t.account_id, t.deal_id, t.status = 'unmapped' as waiting, t.seconds, t.billable_seconds, t.entries`,
      where,
      months,
    )
  const onTasks = (task: RawBuilder<unknown>, sign: RawBuilder<unknown>) =>
    sumsWithin(
      'task_time',
      range,
      (day) => sql`
        ${day} as day, ${task} as task_id, ${sign} * t.seconds as seconds, ${sign} * t.billable_seconds as billable_seconds, ${sign} * t.entries as entries`,
      placedWhere(asked),
      months,
    )
  const everything = sumsWithin(
    'time',
    range,
    (day) => sql`${day} as day, null::uuid as task_id, t.seconds, t.billable_seconds, t.entries`,
    where,
    months,
  )
  return sql`(${everything} union all ${onTasks(sql`t.task_id`, sql`1`)} union all ${onTasks(sql`null::uuid`, sql`-1`)})`
}
