/** What was won and lost, put together where it lies: over years there are tens of thousands of deals, each with a day and a rate of its own. */
import { openStages } from '#domain/deals.ts'
import type { ReportGroup } from '#domain/report-tables.ts'
import type { Money } from '#domain/shapes.ts'
import { all, sql, type RawBuilder } from '#server/platform/database.ts'
import { closedDay, closedIn, dealWhere, valueOf } from './deal-groups.ts'
import { exchangeOn } from './exchange.ts'
import type { Asked, Fact, Found, Range } from './kind.ts'

/**
 * Deals of one row, outcome and currency, with what they are worth together, and that by the days it is converted at: `[day, amount]`, one of
 * them for what is in the base currency. `cycles_ms`: how long each took from being entered to being won; told by a fact of its own.
 */
export type DecidedFact = Fact & {
  stage: 'won' | 'lost' | 'open'
  value: Money | null
  deals: number
  sums: (readonly [on: string, amount: string])[]
  cycles_ms: number[] | null
}
type Row = Omit<DecidedFact, 'sums'> & { sums: string | null }

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

export async function findDecided(asked: Asked, range: Range, earlier: Range | null): Promise<Found<DecidedFact>> {
  const [now, before] = await Promise.all([decidedFacts(asked, range), earlier && decidedFacts(asked, earlier)])
  const pairs = [...now, ...(before ?? [])].flatMap(({ value, sums }) =>
    value ? sums.map(([on]) => ({ currency: value.currency, on })) : [],
  )
  return { now, before, exchange: await exchangeOn(asked.db, asked.base, pairs) }
}

const decidedWhere = (asked: Asked, range: Range) =>
  all(sql`d.stage in ('won', 'lost')`, closedIn(asked.actor, range), dealWhere(asked))

async function decidedFacts(asked: Asked, range: Range): Promise<DecidedFact[]> {
  const { actor, base, db, group } = asked
  const { row, label, joins } = groupings[group]!
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
  const { rows } = await sql<Row>`
    with decided as materialized (
      select ${row(closedDay(actor))} as part, d.stage, d.value, d.currency, ${closedDay(actor)} as day,
             case when d.stage = 'won' and d.closed_at >= d.created_at
               then (extract(epoch from d.closed_at - d.created_at) * 1000)::bigint end as cycle_ms
      from deals d
      ${owners}
      where ${decidedWhere(asked, range)}
    )
    select x.part::text as key, ${label} as label, null as beside, x.stage, ${valueOf(actor, sql`x.value`, sql`x.currency`)} as value,
           x.deals::bigint as deals, x.sums, x.cycles_ms
    from (
      select s.part, s.stage, s.currency, sum(s.value) as value, sum(s.deals) as deals, string_agg(s.day || ' ' || s.value, ',') as sums, null::json as cycles_ms
      from (
        select d.part, d.stage, d.currency, max(d.day) as day, sum(d.value) as value, count(*) as deals
        from decided d
        group by d.part, d.stage, d.currency, case when d.currency <> ${base} then d.day end
      ) s
      group by s.part, s.stage, s.currency
      union all
      select d.part, 'won', null, null, 0, null, json_agg(d.cycle_ms) from decided d where d.cycle_ms is not null group by 1
      ${open}
    ) x
    ${joins}
    order by 1
  `.execute(db)
  return rows.map(({ sums, ...fact }) => ({ ...fact, sums: fact.value && sums ? sums.split(',').map(pairOf) : [] }))
}

const pairOf = (text: string) => [text.slice(0, 10), text.slice(11)] as const
