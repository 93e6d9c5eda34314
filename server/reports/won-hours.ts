/** Won and lost deals with the hours that were placed on them: what revenue per hour and cost of sale are worked out of. */
import type { Money } from '#domain/shapes.ts'
import { all, sql, type RawBuilder } from '#server/platform/database.ts'
import { closedDay, closedIn, dealGrouping, dealJoins, dealWhere, valueOf } from './deal-groups.ts'
import { exchangeOn, factorRows } from './exchange.ts'
import type { Asked, Fact, Found, Range } from './kind.ts'

/**
 * Deals of one row, outcome, currency and day together: sums of them are exact. `seconds`: all ever placed on them ·
 * `seconds_before`: up to the day each was decided, that day included. Each report asks for one of them, the other is 0.
 */
export type HoursFact = Fact & {
  stage: 'won' | 'lost'
  value: Money | null
  on: string
  deals: number
  seconds: number
  seconds_before: number
}
type Stages = readonly ('won' | 'lost')[]
/** Which of the two sums it is about. */
export type Hours = 'seconds' | 'seconds_before'

const sums = sql`count(*) as deals, sum(x.seconds)::bigint as seconds, sum(x.seconds_before)::bigint as seconds_before`

export async function hoursFacts(asked: Asked, range: Range, stages: Stages, hours: Hours): Promise<HoursFact[]> {
  const { actor, db, group } = asked
  const { key, label, beside } = dealGrouping(group, sql`w.day`)
  const { rows } = await sql<HoursFact>`
    with ${worked(asked, range, stages, hours)}
    select x.key, x.label, x.beside, x.stage, ${valueOf(actor, sql`sum(x.value)`, sql`x.currency`)} as value, x.day::text as "on", ${sums}
    from (
      select ${key} as key, ${label} as label, ${beside} as beside, w.stage, w.value, w.currency, w.day, w.seconds, w.seconds_before
      from worked w
      join deals d on d.id = w.id
      ${dealJoins}
    ) x
    group by x.key, x.label, x.beside, x.stage, x.currency, x.day
    order by 1
  `.execute(db)
  return rows
}

/** The deals with the most time, or of the greatest worth, each by itself, and all others together. */
export async function mostDeals(
  asked: Asked,
  [range, earlier]: readonly [Range, Range | null],
  stages: Stages,
  hours: Hours,
  by: 'hours' | 'worth',
  limit: number,
): Promise<Found<HoursFact>> {
  // no deal was decided in both periods: what is compared is all others, which are told with their names then
  if (earlier) {
    const [now, before] = await Promise.all([
      hoursFacts(asked, range, stages, hours),
      hoursFacts(asked, earlier, stages, hours),
    ])
    return { now, before }
  }
  const { actor, base, db } = asked
  const rating = pairsOf(asked, range, stages).then(async (pairs) => ({
    pairs,
    exchange: await exchangeOn(db, base, pairs),
  }))
  // what has no rate, or no worth, comes last, as `worthTogether` has it
  const first =
    by === 'worth' ? sql`w.value * case when w.currency = ${base} then 1 else r.factor end` : sql.ref(`w.${hours}`)
  const rates = by === 'worth' && (await rating)
  const found = sql<HoursFact & { beyond: number | null }>`
    with ${worked(asked, range, stages, hours)},
    ${rates ? sql`${factorRows(rates.exchange, rates.pairs)},` : sql``}
    most as materialized (
      select w.id
      from worked w
      ${rates ? sql`left join rates r on r.currency = w.currency and r.day = w.day` : sql``}
      order by ${first} desc nulls last, w.id
      limit ${limit}
    )
    select d.id::text as key, d.name as label, a.name as beside, w.stage, ${valueOf(actor, sql`w.value`, sql`w.currency`)} as value, w.day::text as "on",
           1::bigint as deals, w.seconds, w.seconds_before, null::bigint as beyond
    from most m
    join worked w on w.id = m.id
    join deals d on d.id = m.id
    join accounts a on a.id = d.account_id
    union all
    select null, '', null, x.stage, ${valueOf(actor, sql`sum(x.value)`, sql`x.currency`)}, max(x.day)::text, ${sums}, count(*)
    from worked x
    where not exists (select from most m where m.id = x.id)
    -- what is in the base currency, or worth nothing known, is converted on no day
    group by x.stage, x.currency, case when x.currency <> ${base} then x.day end
    order by key
  `.execute(db)
  const [{ rows }, { exchange }] = await Promise.all([found, rating])
  const others = rows.filter(({ beyond }) => beyond !== null)
  return {
    now: rows.filter(({ beyond }) => beyond === null),
    before: null,
    beyond: { rows: others.reduce((sum, { deals }) => sum + deals, 0), now: others, before: null },
    exchange,
  }
}

/** Decided deals `worked` with the day they were decided on and their time; what lost ones were worth counts nowhere. */
function worked(asked: Asked, range: Range, stages: Stages, hours: Hours): RawBuilder<unknown> {
  const { actor } = asked
  return sql`
    decided as materialized (
      select d.id, d.stage, case when d.stage = 'won' then d.value end as value, case when d.stage = 'won' then d.currency end as currency,
             ${closedDay(actor)} as day
      from deals d
      where ${all(sql`d.stage in (${sql.join(stages)})`, closedIn(actor, range), dealWhere(asked))}
    ),
    -- worked out once, and not for each month of each deal
    dated as materialized (
      select x.id, x.day, x.month, x.day - x.month + 1 as place from (select id, day, month_of(day) as month from decided) x
    ),
    worked as materialized (
      select d.id, d.stage, d.value, d.currency, d.day, ${hours === 'seconds' ? sql`coalesce(w.seconds, 0)::bigint` : sql`0::bigint`} as seconds,
             ${hours === 'seconds' ? sql`0::bigint` : sql`coalesce(w.seconds, 0)::bigint`} as seconds_before
      from decided d
      left join (${hours === 'seconds' ? everPlaced : placedBefore}) w on w.id = d.id
    )
  `
}

const everPlaced = sql`
  select t.deal_id as id, sum(t.seconds) as seconds from time_by_deal t where t.deal_id in (select id from decided) group by 1
`

/**
 * Whole months up to the one a deal was decided in. That one counts whole where nothing follows the day, and is read by days where
 * there was time on both sides of it.
 */
const placedBefore = sql`
  select m.id, coalesce(m.earlier, 0) + case when m.cut
           then (select coalesce(sum(t.seconds), 0) from time_by_day t where t.deal_id = m.id and t.status = 'synced' and t.day >= m.month and t.day <= m.day)
           else coalesce(m.last, 0) end as seconds
  from (
    select d.id, min(d.day) as day, min(d.month) as month, sum(t.seconds) filter (where t.month < d.month) as earlier,
           sum(t.seconds) filter (where t.month = d.month and t.days >> d.place = 0) as last,
           bool_or(t.month = d.month and t.days >> d.place <> 0 and t.days & ~(-1 << d.place) <> 0) as cut
    from dated d
    join time_by_month t on t.deal_id = d.id and t.status = 'synced' and t.month <= d.month
    group by d.id
  ) m
`

/** The currencies and days that what was won is converted at. */
async function pairsOf(asked: Asked, range: Range, stages: Stages): Promise<{ currency: string; on: string }[]> {
  const { actor, db } = asked
  const { rows } = await sql<{ currency: string; on: string }>`
    select distinct d.currency, ${closedDay(actor)}::text as "on"
    from deals d
    where ${all(sql`d.stage in (${sql.join(stages)}) and d.stage = 'won' and d.currency <> ${asked.base}`, closedIn(actor, range), dealWhere(asked))}
  `.execute(db)
  return rows
}
