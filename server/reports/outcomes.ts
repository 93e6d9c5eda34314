/** What became of deals, put together where it lies: over years there are tens of thousands of them, each with a day and a rate of its own. */
import { openStages } from '#domain/deals.ts'
import type { ReportGroup } from '#domain/report-tables.ts'
import { all, sql, type RawBuilder } from '#server/platform/database.ts'
import { ratedIn, readWorths, textOfSums, type Dated } from './dated-sums.ts'
import { closedDay, closedIn, createdDay, createdIn, dealWhere, valueOf } from './deal-groups.ts'
import { exchangeOn } from './exchange.ts'
import { factsOfHalves, inHalf, type Half } from './halves.ts'
import type { Asked, Fact, Finding, Range } from './kind.ts'

/**
 * Deals of one row, outcome and currency, with what they are worth together. `cycles_ms`: how long each took from being entered to being won;
 * told by a fact of its own.
 */
export type OutcomeFact = Fact & Dated & { stage: 'won' | 'lost' | 'open'; deals: number; cycles_ms: number[] | null }
type Row = Omit<OutcomeFact, 'worths'> & { worths: string | null }

/** What of a deal `d`, counted on `day`, or of its owner `p` a row is of; and its name, of `x.part`. */
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

/** `decided`: on these days, and beside them what is open now · `entered`: on these days, whatever became of it. */
type Counted = 'decided' | 'entered'

export const findOutcomes =
  (counted: Counted) =>
  (asked: Asked): Finding<OutcomeFact> =>
  async (range, earlier) => {
    const facts = (days: Range) =>
      factsOfHalves(asked.db, (half, db) => outcomeFacts({ ...asked, db }, sources[counted](asked, days, half)))
    const [now, before] = await Promise.all([facts(range), earlier && facts(earlier)])
    return { now, before, exchange: await exchangeOn(asked.db, asked.base, ratedIn([...now, ...(before ?? [])])) }
  }

/** `outcomes`: part, stage, value, currency, day and cycle_ms of each deal. `more`: rows of the facts beside theirs. */
type Source = { outcomes: RawBuilder<unknown>; more: RawBuilder<unknown> }
const isOpen = sql`d.stage in (${sql.join(openStages)})`
const ownersOf = ({ group }: Asked) => (group === 'team' ? sql`left join users p on p.id = d.owner_id` : sql``)

const sources: Record<Counted, (asked: Asked, range: Range, half: Half) => Source> = {
  decided: (asked, range, half) => {
    const { actor, group } = asked
    const { row } = groupings[group]!
    return {
      outcomes: sql`
        select ${row(closedDay(actor))} as part, d.stage, d.value, d.currency, ${closedDay(actor)} as day,
               case when d.stage = 'won' and d.closed_at >= d.created_at
                 then (extract(epoch from d.closed_at - d.created_at) * 1000)::bigint end as cycle_ms
        from deals d
        ${ownersOf(asked)}
        where ${all(sql`d.stage in ('won', 'lost')`, inHalf(sql`d.id`, half), closedIn(actor, range), dealWhere(asked))}
      `,
      // what is open has no month it was decided in
      more:
        group === 'month'
          ? sql``
          : sql`
            union all
            select ${row(sql`null`)}, 'open', null, null, count(*), null, null
            from deals d
            ${ownersOf(asked)}
            where ${all(isOpen, inHalf(sql`d.id`, half), dealWhere(asked))}
            group by 1
          `,
    }
  },
  entered: (asked, range, half) => ({
    // what is not won is worth nothing yet, or nothing any more
    outcomes: sql`
      select ${groupings[asked.group]!.row(createdDay(asked.actor))} as part, case when ${isOpen} then 'open' else d.stage end as stage,
             case when d.stage = 'won' then d.value end as value, case when d.stage = 'won' then d.currency end as currency,
             case when d.stage = 'won' then ${closedDay(asked.actor)} end as day, null::bigint as cycle_ms
      from deals d
      ${ownersOf(asked)}
      where ${all(inHalf(sql`d.id`, half), createdIn(asked.actor, range), dealWhere(asked))}
    `,
    more: sql``,
  }),
}

async function outcomeFacts({ actor, base, db, group }: Asked, { outcomes, more }: Source): Promise<OutcomeFact[]> {
  const { label, joins } = groupings[group]!
  const { rows } = await sql<Row>`
    with outcomes as materialized (${outcomes})
    select x.part::text as key, ${label} as label, null as beside, x.stage, ${valueOf(actor, sql`x.value`, sql`x.currency`)} as value,
           x.deals::bigint as deals, x.worths, x.cycles_ms
    from (
      select s.part, s.stage, s.currency, sum(s.value) as value, sum(s.deals) as deals, ${textOfSums(sql`s.day`, sql`s.value`)} as worths, null::json as cycles_ms
      from (
        select d.part, d.stage, d.currency, max(d.day) as day, sum(d.value) as value, count(*) as deals
        from outcomes d
        group by d.part, d.stage, d.currency, case when d.currency <> ${base} then d.day end
      ) s
      group by s.part, s.stage, s.currency
      union all
      select d.part, 'won', null, null, 0, null, json_agg(d.cycle_ms) from outcomes d where d.cycle_ms is not null group by 1
      ${more}
    ) x
    ${joins}
  `.execute(db)
  return rows.map(({ worths, ...fact }) => ({ ...fact, worths: readWorths(fact.value, worths) }))
}
