/** Won and lost deals with the hours that were placed on them: what revenue per hour and cost of sale are worked out of. */
import type { ReportGroup } from '#domain/report-tables.ts'
import { all, sql, type RawBuilder } from '#server/platform/database.ts'
import { closingRates } from './closing-rates.ts'
import { ratedIn, readWorths, textOfSums, type Dated } from './dated-sums.ts'
import { closedDay, closedIn, dealRows, dealWhere, ownersOf, valueOf } from './deal-groups.ts'
import { exchangeOn } from './exchange.ts'
import { apart, factsOfHalves, inHalf, inHalves, joined, type Half } from './halves.ts'
import type { Asked, Fact, Finding, Found, Range } from './kind.ts'
import { comparedDay } from './side-by-side.ts'

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
    // of what is compared each row needs both its periods: all are told then
    if (mayBeMany.has(asked.group) && !earlier) return mostRows(asked, range, of, limit)
    const [now, before] = await Promise.all([hoursFacts(asked, range, of), earlier && hoursFacts(asked, earlier, of)])
    return { now, before, exchange: await exchangeOn(asked.db, asked.base, ratedIn([...now, ...(before ?? [])])) }
  }

const factOf = ({ worths, ...fact }: Row): HoursFact => ({ ...fact, worths: readWorths(fact.value, worths) })

/** Of these there are thousands. */
const mayBeMany = new Set<ReportGroup>(['deal', 'account'])

const hoursFacts = (asked: Asked, range: Range, of: OfHours): Promise<HoursFact[]> =>
  factsOfHalves(asked.db, async (half, tx) => {
    const { rows } = await sql<Row>`with ${worked(asked, range, of, half)} ${named(asked, sql`worked w`)}`.execute(tx)
    return rows.map(factOf)
  })

/** Facts of the rows `w` of `worked`, with their names. */
function named(asked: Asked, of: RawBuilder<unknown>): RawBuilder<unknown> {
  const { label, beside, joins } = dealRows(asked)
  return sql`
    select x.part::text as key, ${label} as label, ${beside} as beside, ${factColumns(asked)}
    from (
      select s.part, ${together}
      from (select w.part, ${byDay} from ${of} group by w.part, ${dayOfRates(asked)}) s
      group by s.part, s.stage, s.currency
    ) x
    ${joins}
  `
}

/** Of rows `w` those that are converted by the same rate, as rows `s`: what is in the base currency, or worth nothing known, on any day. */
const byDay = sql`
  w.stage, w.currency, sum(w.value) as value, max(w.day) as day, count(*) as deals, sum(w.seconds) as seconds, sum(w.seconds_before) as seconds_before
`
const dayOfRates = ({ base }: Asked) => sql`w.stage, w.currency, case when w.currency <> ${base} then w.day end`
/** Of rows `s` those of one outcome and currency, as rows `x`. */
const together = sql`
  s.stage, s.currency, sum(s.value) as value, max(s.day)::text as "on", sum(s.deals)::bigint as deals, sum(s.seconds)::bigint as seconds,
  sum(s.seconds_before)::bigint as seconds_before, ${textOfSums(sql`s.day`, sql`s.value`)} as worths
`
const factColumns = ({ actor }: Asked) =>
  sql`x.stage, ${valueOf(actor, sql`x.value`, sql`x.currency`)} as value, x."on", x.deals, x.seconds, x.seconds_before, x.worths`

/** The deals or accounts with the most time, or of the greatest worth, each by itself, and all others together. */
async function mostRows(asked: Asked, range: Range, of: OfHours, limit: number): Promise<Found<HoursFact>> {
  const { base, db, group } = asked
  const rates = of.first === 'worth' ? await closingRates(asked, range, ['won']) : null
  const size = rates ? sql`w.value * case when w.currency = ${base} then 1 else r.factor end` : sql.ref(`w.${of.hours}`)
  const sizes = sql`worked w ${rates ? sql`left join rates r on r.currency = w.currency and r.day = w.day` : sql``}`
  // what has no rate, or no worth, comes last, as `sizeOfWorths` has it; a deal is a row of its own
  const whole = rates
    ? sql`case when count(*) filter (where w.value is not null and ${size} is null) = 0 then sum(${size}) end`
    : sql`sum(${size})`
  const most =
    group === 'deal'
      ? sql`select w.part from ${sizes} order by ${size} desc nulls last, w.part limit ${limit}`
      : sql`select w.part from ${sizes} group by w.part order by ${whole} desc nulls last, w.part limit ${limit}`
  const parts = group === 'deal' ? sql`select count(*) from worked` : sql`select count(distinct part) from worked`
  const halves = await inHalves(db, async (half, tx) => {
    const { rows } = await sql<Row & { beyond: number | null }>`
      with ${worked(asked, range, of, half)},
      ${rates ? sql`${rates.factors},` : sql``}
      most as materialized (${most})
      select f.*, null::bigint as beyond from (${named(asked, sql`most m join worked w on w.part = m.part`)}) f
      union all
      select null, '', null, ${factColumns(asked)}, (${parts}) - (select count(*) from most)
      from (
        select ${together}
        from (
          select ${byDay} from worked w where not exists (select from most m where m.part = w.part) group by ${dayOfRates(asked)}
        ) s
        group by s.stage, s.currency
      ) x
      order by key
    `.execute(tx)
    return apart(rows, factOf)
  })
  const found = joined(halves)
  const exchange = rates?.exchange ?? (await exchangeOn(db, base, ratedIn([...found.now, ...found.beyond.now])))
  return { ...found, exchange }
}

/** Decided deals `worked` with the day they were decided on and their time; what lost ones were worth counts nowhere. */
function worked(asked: Asked, range: Range, { stages, hours }: OfHours, half: Half): RawBuilder<unknown> {
  const { actor, group } = asked
  const { part } = dealRows(asked)
  // a row of many is ranked by all of its own
  const cut = group === 'account' ? sql`d.account_id` : sql`d.id`
  const { placed, seconds } = timeOf[hours]
  return sql`
    decided as materialized (
      select d.id, ${part(comparedDay(asked, range, closedDay(actor)))} as part, d.stage, case when d.stage = 'won' then d.value end as value, case when d.stage = 'won' then d.currency end as currency,
             ${closedDay(actor)} as day
      from deals d
      ${ownersOf(asked)}
      where ${all(sql`d.stage in (${sql.join(stages)})`, inHalf(cut, half), closedIn(actor, range), dealWhere(asked))}
    ),
    worked as materialized (
      select d.part, d.stage, d.value, d.currency, d.day, ${hours === 'seconds' ? seconds : sql`0::bigint`} as seconds,
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
