/** What was won and lost, put together where it lies: over years there are tens of thousands of deals, each with a day and a rate of its own. */
import { openStages } from '#domain/deals.ts'
import type { ReportGroup } from '#domain/report-tables.ts'
import type { Money } from '#domain/shapes.ts'
import { all, sql, type RawBuilder } from '#server/platform/database.ts'
import { closedDay, closedIn, dealWhere, valueOf } from './deal-groups.ts'
import { convertedBy, digitsOf, exchangeFor, ratioRows, type Exchange } from './exchange.ts'
import type { Asked, Fact, Found, Range } from './kind.ts'

/**
 * Some deals of one row, outcome and currency, with the sum of what they are worth. Of all there is `on` says the day it is converted at;
 * of a row each day was converted and rounded in the database, and `converted` is their sum in minor units, null where a rate is missing.
 * `cycles_ms`: how long each took from being entered to being won; told by a fact of its own.
 */
export type DecidedFact = Fact & {
  stage: 'won' | 'lost' | 'open'
  value: Money | null
  deals: number
  cycles_ms: number[] | null
  converted?: string | null
}

/** What of a deal `d`, decided on `day`, or of its owner `p` a row is of; and its name, of `x.part`. */
type Grouping = {
  row: (day: RawBuilder<unknown>) => RawBuilder<unknown>
  label: RawBuilder<unknown>
  joins: RawBuilder<unknown>
}
const groupings: Partial<Record<ReportGroup, Grouping>> = {
  owner: {
    row: () => sql`d.owner_id`,
    label: sql`coalesce(u.name, 'Nobody')`,
    joins: sql`left join users u on u.id = x.part`,
  },
  team: {
    row: () => sql`p.team_id`,
    label: sql`coalesce(m.name, 'No team')`,
    joins: sql`left join teams m on m.id = x.part`,
  },
  account: { row: () => sql`d.account_id`, label: sql`a.name`, joins: sql`join accounts a on a.id = x.part` },
  currency: { row: () => sql`d.currency`, label: sql`coalesce(x.part, 'No value')`, joins: sql`` },
  month: { row: (day) => sql`to_char(${day}, 'YYYY-MM')`, label: sql`x.part`, joins: sql`` },
}

/** The facts of all come first: by them it is known which rates are needed. */
export async function findDecided(asked: Asked, range: Range, earlier: Range | null): Promise<Found<DecidedFact>> {
  const [all_now, all_before] = await Promise.all([sumsOfDays(asked, range), earlier && sumsOfDays(asked, earlier)])
  const exchange = await exchangeFor(asked.db, asked.base, [...all_now, ...(all_before ?? [])])
  const [now, before] = await Promise.all([
    rowFacts(asked, range, all_now, exchange),
    earlier && rowFacts(asked, earlier, all_before ?? [], exchange),
  ])
  // how long it took, and what is open, is added up of the rows
  const others = (list: DecidedFact[]) => list.filter(({ stage, cycles_ms }) => stage === 'open' || cycles_ms !== null)
  return {
    now,
    before,
    whole: { now: [...all_now, ...others(now)], before: before && [...(all_before ?? []), ...others(before)] },
    exchange,
  }
}

const decidedWhere = (asked: Asked, range: Range) =>
  all(sql`d.stage in ('won', 'lost')`, closedIn(asked.actor, range), dealWhere(asked))

/** By outcome, currency and day; what is in the base currency is converted on no day, so its days are put together. */
async function sumsOfDays(asked: Asked, range: Range): Promise<DecidedFact[]> {
  const { actor, base, db } = asked
  const { rows } = await sql<DecidedFact>`
    select null as key, '' as label, null as beside, d.stage, ${valueOf(actor, sql`sum(d.value)`)} as value, max(d.day)::text as "on",
           count(*) as deals, null as cycles_ms
    from (select d.stage, d.value, d.currency, ${closedDay(actor)} as day from deals d where ${decidedWhere(asked, range)}) d
    group by d.stage, d.currency, case when d.currency <> ${base} then d.day end
  `.execute(db)
  return rows
}

async function rowFacts(asked: Asked, range: Range, sums: DecidedFact[], exchange: Exchange): Promise<DecidedFact[]> {
  const { actor, base, db, group } = asked
  const { row, label, joins } = groupings[group]!
  const pairs = new Map(
    sums.flatMap(({ value, on }) =>
      value && on && value.currency !== base ? [[`${value.currency} ${on}`, { currency: value.currency, on }]] : [],
    ),
  )
  const owners = group === 'team' ? sql`left join users p on p.id = d.owner_id` : sql``
  // what is open has no month it was decided in
  const open =
    group === 'month'
      ? sql``
      : sql`
        union all
        select ${row(sql`null`)}, 'open', null, null, count(*), null, null
        from deals d
        ${owners}
        where ${all(sql`d.stage in (${sql.join(openStages)})`, dealWhere(asked))}
        group by 1
      `
  const { rows } = await sql<DecidedFact>`
    with ${ratioRows(exchange, [...pairs.values()])},
    decided as materialized (
      select ${row(closedDay(actor))} as part, d.stage, d.value, d.currency,
             case when d.currency <> ${base} then ${closedDay(actor)} end as day,
             case when d.stage = 'won' and d.closed_at >= d.created_at
               then (extract(epoch from d.closed_at - d.created_at) * 1000)::bigint end as cycle_ms
      from deals d
      ${owners}
      where ${decidedWhere(asked, range)}
    )
    select x.part::text as key, ${label} as label, null as beside, x.stage, ${valueOf(actor, sql`x.value`, sql`x.currency`)} as value,
           round(x.converted)::text as converted, x.deals::bigint as deals, x.cycles_ms
    from (
      select s.part, s.stage, s.currency, sum(s.value) as value, sum(s.deals) as deals,
             case when s.currency = ${base} then sum(s.value) * 10 ^ ${digitsOf(base)}::numeric
                  when count(*) = count(r.numerator) then sum(${convertedBy(sql`s.value`)}) end as converted, null::json as cycles_ms
      from (
        select d.part, d.stage, d.currency, d.day, sum(d.value) as value, count(*) as deals from decided d group by 1, 2, 3, 4
      ) s
      left join ratios r on r.currency = s.currency and r.day = s.day
      group by s.part, s.stage, s.currency
      union all
      select d.part, 'won', null, null, 0, null, json_agg(d.cycle_ms) from decided d where d.cycle_ms is not null group by 1
      ${open}
    ) x
    ${joins}
    order by 1
  `.execute(db)
  return rows
}
