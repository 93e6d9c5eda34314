/** What became of deals, put together where it lies: over years there are tens of thousands of them, each with a day and a rate of its own. */
import { openStages } from '#domain/deals.ts'
import { all, sql, type RawBuilder } from '#server/platform/database.ts'
import { closingRates } from './closing-rates.ts'
import { ratedIn, readWorths, textOfSums, type Dated } from './dated-sums.ts'
import { closedDay, closedIn, createdDay, createdIn, dealRows, dealWhere, ownersOf, valueOf } from './deal-groups.ts'
import { exchangeOn } from './exchange.ts'
import { apart, factsOfHalves, inHalf, inHalves, joined, type Half } from './halves.ts'
import type { Asked, Fact, Finding, Found, Range } from './kind.ts'
import { comparedDay } from './side-by-side.ts'

/**
 * Deals of one row, outcome and currency, with what they are worth together. `cycles_ms`: how long each took from being entered to being won;
 * told by a fact of its own.
 */
export type OutcomeFact = Fact & Dated & { stage: 'won' | 'lost' | 'open'; deals: number; cycles_ms: number[] | null }
type Row = Omit<OutcomeFact, 'worths'> & { worths: string | null }

/** `decided`: on these days, and beside them what is open now · `entered`: on these days, whatever became of it. */
type Counted = 'decided' | 'entered'

export const findOutcomes =
  (counted: Counted) =>
  (asked: Asked): Finding<OutcomeFact> =>
  async (range, earlier, limit) => {
    // thousands; of what is compared each row needs both its periods, and all are told then
    if (asked.group === 'account' && !earlier) return mostAccounts(asked, counted, range, limit)
    const facts = (days: Range) =>
      factsOfHalves(asked.db, async (half, tx) => {
        const outcomes = sources[counted](asked, days, sql`d.id`, half)
        const { rows } = await sql<Row>`
          with outcomes as materialized (${outcomes}) ${named(asked, sql`d.part`, sql`outcomes d`)}
        `.execute(tx)
        return rows.map(factOf)
      })
    const [now, before] = await Promise.all([facts(range), earlier && facts(earlier)])
    return { now, before, exchange: await exchangeOn(asked.db, asked.base, ratedIn([...now, ...(before ?? [])])) }
  }

const factOf = ({ worths, ...fact }: Row): OutcomeFact => ({ ...fact, worths: readWorths(fact.value, worths) })

const isOpen = sql`d.stage in (${sql.join(openStages)})`

/** Part, stage, value, currency, day and cycle_ms of each deal; both halves are cut by `cut`. */
const sources: Record<
  Counted,
  (asked: Asked, range: Range, cut: RawBuilder<unknown>, half: Half) => RawBuilder<unknown>
> = {
  decided: (asked, range, cut, half) => {
    const { actor, group } = asked
    const { part } = dealRows(asked)
    const decided = sql`
      select ${part(comparedDay(asked, range, closedDay(actor)))} as part, d.stage, d.value, d.currency, ${closedDay(actor)} as day,
             case when d.stage = 'won' and d.closed_at >= d.created_at
               then (extract(epoch from d.closed_at - d.created_at) * 1000)::bigint end as cycle_ms
      from deals d
      ${ownersOf(asked)}
      where ${all(sql`d.stage in ('won', 'lost')`, inHalf(cut, half), closedIn(actor, range), dealWhere(asked))}
    `
    // what is open has no month it was decided in
    if (group === 'month') return decided
    return sql`
      ${decided}
      union all
      select ${part(sql`null`)}, 'open', null, null, null, null
      from deals d
      ${ownersOf(asked)}
      where ${all(isOpen, inHalf(cut, half), dealWhere(asked))}
    `
  },
  // what is not won is worth nothing yet, or nothing any more
  entered: (asked, range, cut, half) => sql`
    select ${dealRows(asked).part(comparedDay(asked, range, createdDay(asked.actor)))} as part, case when ${isOpen} then 'open' else d.stage end as stage,
           case when d.stage = 'won' then d.value end as value, case when d.stage = 'won' then d.currency end as currency,
           case when d.stage = 'won' then ${closedDay(asked.actor)} end as day, null::bigint as cycle_ms
    from deals d
    ${ownersOf(asked)}
    where ${all(inHalf(cut, half), createdIn(asked.actor, range), dealWhere(asked))}
  `,
}

/** Facts of the outcomes `d` of `from`, by a part of each, with the names of the parts. */
function named(asked: Asked, part: RawBuilder<unknown>, from: RawBuilder<unknown>): RawBuilder<unknown> {
  const { label, joins } = dealRows(asked)
  return sql`
    select x.part::text as key, ${label} as label, null as beside, ${factColumns(asked)} from (${summed(asked, part, from)}) x ${joins}
  `
}
const factColumns = ({ actor }: Asked) =>
  sql`x.stage, ${valueOf(actor, sql`x.value`, sql`x.currency`)} as value, x.deals::bigint as deals, x.worths, x.cycles_ms`

const summed = ({ base }: Asked, part: RawBuilder<unknown>, from: RawBuilder<unknown>) => sql`
  select s.part, s.stage, s.currency, sum(s.value) as value, sum(s.deals) as deals, ${textOfSums(sql`s.day`, sql`s.value`)} as worths, null::json as cycles_ms
  from (
    select ${part} as part, d.stage, d.currency, max(d.day) as day, sum(d.value) as value, count(*) as deals
    from ${from}
    group by 1, d.stage, d.currency, case when d.currency <> ${base} then d.day end
  ) s
  group by s.part, s.stage, s.currency
  union all
  select ${part}, 'won', null, null, 0, null, json_agg(d.cycle_ms) from ${from} where d.cycle_ms is not null group by 1
`

/** The accounts that come first, each by itself, and all others together. */
async function mostAccounts(asked: Asked, counted: Counted, range: Range, limit: number): Promise<Found<OutcomeFact>> {
  const { base, db, values } = asked
  const rates = counted === 'decided' && values ? await closingRates(asked, range, ['won', 'lost']) : null
  const isWon = sql`d.stage = 'won'`
  const worth = sql`d.value * case when d.currency = ${base} then 1 else r.factor end`
  // what has no rate, or no worth, comes last, as `sizeOfWorths` has it
  const size = rates
    ? sql`case when count(*) filter (where ${isWon} and d.value is not null and ${worth} is null) = 0 then sum(${worth}) filter (where ${isWon}) end`
    : counted === 'decided'
      ? sql`count(*) filter (where ${isWon})`
      : sql`count(*)`
  const halves = await inHalves(db, async (half, tx) => {
    const { rows } = await sql<Row & { beyond: number | null }>`
      with outcomes as materialized (${sources[counted](asked, range, sql`d.account_id`, half)}),
      ${rates ? sql`${rates.factors},` : sql``}
      ranked as materialized (
        select d.part, row_number() over (order by ${size} desc nulls last, d.part) <= ${limit} as shown
        from outcomes d
        ${rates ? sql`left join rates r on r.currency = d.currency and r.day = d.day` : sql``}
        group by d.part
      ),
      told as materialized (select o.*, r.shown from outcomes o join ranked r on r.part = o.part)
      select f.*, null::bigint as beyond from (${named(asked, sql`d.part`, sql`(select * from told where shown) d`)}) f
      union all
      select null, '', null, ${factColumns(asked)}, (select count(*) from ranked where not shown)
      from (${summed(asked, sql`null::uuid`, sql`(select * from told where not shown) d`)}) x
      order by key
    `.execute(tx)
    return apart(rows, factOf)
  })
  const found = joined(halves)
  const exchange = rates?.exchange ?? (await exchangeOn(db, base, ratedIn([...found.now, ...found.beyond.now])))
  return { ...found, exchange }
}
