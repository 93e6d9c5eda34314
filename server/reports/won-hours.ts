/** Won and lost deals with the hours that were placed on them: what revenue per hour and cost of sale are worked out of. */
import { all, sql, type RawBuilder } from '#server/platform/database.ts'
import { ratedIn, readWorths, textOfSums, type Dated } from './dated-sums.ts'
import { closedDay, closedIn, dealGrouping, dealJoins, dealWhere, valueOf } from './deal-groups.ts'
import { exchangeOn, factorRows, type Exchange } from './exchange.ts'
import { factsOfHalves, inHalf, inHalves, joined, type Half } from './halves.ts'
import type { Asked, Fact, Finding, Found, Range } from './kind.ts'

/**
 * Deals of one row, outcome and currency together; `on`: the last day one of them was decided. `seconds`: all ever placed on them ·
 * `seconds_before`: up to the day each was decided, that day included. Each report asks for one of them, the other is 0.
 */
export type HoursFact = Fact &
  Dated & { stage: 'won' | 'lost'; on: string; deals: number; seconds: number; seconds_before: number }
type Row = Omit<HoursFact, 'worths'> & { worths: string | null; beyond?: number | null }
/** Which of the two sums it is about, and which deals come first where not all are shown. */
export type OfHours = {
  stages: readonly ('won' | 'lost')[]
  hours: 'seconds' | 'seconds_before'
  first: 'hours' | 'worth'
}

export const findHours =
  (of: OfHours) =>
  (asked: Asked): Finding<HoursFact> =>
  async (range, earlier, limit) => {
    // no deal was decided in both periods: what is compared is all others, which are told with their names then
    if (asked.group === 'deal' && !earlier) return mostDeals(asked, range, of, limit)
    const [now, before] = await Promise.all([hoursFacts(asked, range, of), earlier && hoursFacts(asked, earlier, of)])
    return { now, before, exchange: await exchangeOn(asked.db, asked.base, ratedIn([...now, ...(before ?? [])])) }
  }

const factOf = ({ worths, ...fact }: Row): HoursFact => ({ ...fact, worths: readWorths(fact.value, worths) })

async function hoursFacts(asked: Asked, range: Range, of: OfHours): Promise<HoursFact[]> {
  const { db, group } = asked
  const { key, label, beside } = dealGrouping(group, sql`w.day`)
  return factsOfHalves(db, async (half, tx) => {
    const { rows } = await sql<Row>`
      with ${worked(asked, range, of, half)}
      select s.key, s.label, s.beside, ${together(asked)}
      from (
        select x.key, x.label, x.beside, ${byDay}
        from (
          select ${key} as key, ${label} as label, ${beside} as beside, w.stage, w.value, w.currency, w.day, w.seconds, w.seconds_before
          from worked w
          join deals d on d.id = w.id
          ${dealJoins}
        ) x
        group by x.key, x.label, x.beside, ${dayOfRates(asked)}
      ) s
      group by s.key, s.label, s.beside, s.stage, s.currency
    `.execute(tx)
    return rows.map(factOf)
  })
}

/** Of rows `x` those that are converted by the same rate, as rows `s`: what is in the base currency, or worth nothing known, on any day. */
const byDay = sql`
  x.stage, x.currency, sum(x.value) as value, max(x.day) as day, count(*) as deals, sum(x.seconds) as seconds, sum(x.seconds_before) as seconds_before
`
const dayOfRates = ({ base }: Asked) => sql`x.stage, x.currency, case when x.currency <> ${base} then x.day end`
const together = ({ actor }: Asked) => sql`
  s.stage, ${valueOf(actor, sql`sum(s.value)`, sql`s.currency`)} as value, max(s.day)::text as "on", sum(s.deals)::bigint as deals,
  sum(s.seconds)::bigint as seconds, sum(s.seconds_before)::bigint as seconds_before, ${textOfSums(sql`s.day`, sql`s.value`)} as worths
`

/** The deals with the most time, or of the greatest worth, each by itself, and all others together. */
async function mostDeals(asked: Asked, range: Range, of: OfHours, limit: number): Promise<Found<HoursFact>> {
  const { actor, base, db } = asked
  const rates = of.first === 'worth' ? await ratesOf(asked, range) : null
  // what has no rate, or no worth, comes last, as `sizeOfWorths` has it
  const first = rates
    ? sql`w.value * case when w.currency = ${base} then 1 else r.factor end`
    : sql.ref(`w.${of.hours}`)
  const halves = await inHalves(db, async (half, tx) => {
    const { rows } = await sql<Row & { beyond: number | null }>`
      with ${worked(asked, range, of, half)},
      ${rates ? sql`${rates.factors},` : sql``}
      most as materialized (
        select w.id
        from worked w
        ${rates ? sql`left join rates r on r.currency = w.currency and r.day = w.day` : sql``}
        order by ${first} desc nulls last, w.id
        limit ${limit}
      )
      select d.id::text as key, d.name as label, a.name as beside, w.stage, ${valueOf(actor, sql`w.value`, sql`w.currency`)} as value, w.day::text as "on",
             1::bigint as deals, w.seconds, w.seconds_before, w.day || ' ' || w.value as worths, null::bigint as beyond
      from most m
      join worked w on w.id = m.id
      join deals d on d.id = m.id
      join accounts a on a.id = d.account_id
      union all
      select null, '', null, ${together(asked)}, sum(s.deals)::bigint
      from (
        select ${byDay} from worked x where not exists (select from most m where m.id = x.id) group by ${dayOfRates(asked)}
      ) s
      group by s.stage, s.currency
      order by key
    `.execute(tx)
    const others = rows.filter(({ beyond }) => beyond !== null)
    const beyond = { rows: others.reduce((sum, { deals }) => sum + deals, 0), now: others.map(factOf), before: null }
    return { now: rows.filter((row) => row.beyond === null).map(factOf), before: null, beyond }
  })
  const found = joined(halves)
  const exchange = rates?.exchange ?? (await exchangeOn(db, base, ratedIn([...found.now, ...found.beyond.now])))
  return { ...found, exchange }
}

/** Decided deals `worked` with the day they were decided on and their time; what lost ones were worth counts nowhere. */
function worked(asked: Asked, range: Range, { stages, hours }: OfHours, half: Half): RawBuilder<unknown> {
  const { actor } = asked
  const { placed, seconds } = timeOf[hours]
  return sql`
    decided as materialized (
      select d.id, d.stage, case when d.stage = 'won' then d.value end as value, case when d.stage = 'won' then d.currency end as currency,
             ${closedDay(actor)} as day
      from deals d
      where ${all(sql`d.stage in (${sql.join(stages)})`, inHalf(sql`d.id`, half), closedIn(actor, range), dealWhere(asked))}
    ),
    worked as materialized (
      select d.id, d.stage, d.value, d.currency, d.day, ${hours === 'seconds' ? seconds : sql`0::bigint`} as seconds,
             ${hours === 'seconds' ? sql`0::bigint` : seconds} as seconds_before
      from decided d
      left join (${placed}) w on w.id = d.id
    )
  `
}

/** Of a month, the bits of its days that come after the one a deal was decided on, and the others. */
const after = sql`t.days >> (d.day - t.month + 1)`
const before = sql`t.days & ~(-1 << (d.day - t.month + 1))`

/** `placed`: time by deal · `seconds`: what of a deal `d` and its time `w` counts. */
const timeOf: Record<OfHours['hours'], { placed: RawBuilder<unknown>; seconds: RawBuilder<unknown> }> = {
  seconds: {
    placed: sql`
      select t.deal_id as id, sum(t.seconds) as seconds from time_by_deal t where t.deal_id in (select id from decided) group by 1
    `,
    seconds: sql`coalesce(w.seconds, 0)::bigint`,
  },
  // whole months before the one a deal was decided in; that one whole where nothing follows the day, else, where there is time on both
  // sides of it, by its days
  seconds_before: {
    placed: sql`
      select d.id, sum(t.seconds) filter (where t.month < d.month) as earlier,
             sum(t.seconds) filter (where t.month = d.month and ${after} = 0) as last,
             bool_or(t.month = d.month and ${after} <> 0 and ${before} <> 0) as cut
      -- apart: a month is worked out once, and not for each row that is joined
      from (select id, day, month_of(day) as month from decided offset 0) d
      join time_by_month t on t.deal_id = d.id and t.month <= d.month
      group by d.id
    `,
    seconds: sql`(
      coalesce(w.earlier, 0) + case when w.cut
        then (select coalesce(sum(t.seconds), 0) from time_by_day t where t.deal_id = d.id and t.day >= month_of(d.day) and t.day <= d.day)
        else coalesce(w.last, 0) end
    )::bigint`,
  },
}

/** Those that what was won is converted at. */
async function ratesOf(asked: Asked, range: Range): Promise<{ exchange: Exchange; factors: RawBuilder<unknown> }> {
  const { actor, base, db } = asked
  const { rows } = await sql<{ currency: string; on: string }>`
    select distinct d.currency, ${closedDay(actor)}::text as "on"
    from deals d
    where ${all(sql`d.stage = 'won' and d.currency <> ${base}`, closedIn(actor, range), dealWhere(asked))}
  `.execute(db)
  const exchange = await exchangeOn(db, base, rows)
  return { exchange, factors: factorRows(exchange, rows) }
}
