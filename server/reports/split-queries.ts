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
      select id, waiting, row_number() over (order by sum(${measure}) desc, id, waiting) <= ${limit} as shown from summed group by 1, 2
    ),
    facts as materialized (
      select s.*, r.shown from summed s join ranked r on r.id is not distinct from s.id and r.waiting is not distinct from s.waiting
    )
    select coalesce(m.id::text, ${elsewhere}) as key, ${label} as label, ${beside} as beside, m.split, m.seconds, m.billable_seconds, m.entries,
           ${group === 'deal' ? sql`d.id is not null` : sql`false`} as placed, null::bigint as beyond
    from facts m
    ${joins}
    where m.shown
    union all
    select null, '', null, split, sum(seconds)::bigint, sum(billable_seconds)::bigint, sum(entries)::bigint, false, (select count(*) from ranked where not shown)
    from facts
    where not shown
    group by split
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
