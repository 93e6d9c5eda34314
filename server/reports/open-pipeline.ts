/** What is open now, what it may bring, and what it took so far. */
import { openStages } from '#domain/deals.ts'
import { weighByCurrency } from '#domain/money.ts'
import type { Money } from '#domain/shapes.ts'
import { probability, rotting } from '#server/deals/queries.ts'
import { all, sql } from '#server/platform/database.ts'
import { areOpen, daysIn, dealNarrows, dealsBehind } from './deal-drills.ts'
import { dealFilters, dealRows, dealWhere, ownersOf, valueOf } from './deal-groups.ts'
import type { Exchange } from './exchange.ts'
import { column, findAll, sum, type Asked, type Fact, type Kind, type Range } from './kind.ts'
import { scoped, withoutValues } from './scopes.ts'

type OpenFact = Fact & {
  value: Money | null
  on: string
  probability: number
  deals: number
  rotting: number
  seconds: number
  undated: number
}

/** One for each row, probability and currency: few, from which sums are exact. */
async function facts(asked: Asked, { date_from, date_to }: Range): Promise<OpenFact[]> {
  const { actor, db, group } = asked
  const { part, label, beside, joins } = dealRows(asked)
  const { rows } = await sql<OpenFact>`
    select x.part::text as key, ${label} as label, ${beside} as beside, ${valueOf(actor, sql`x.value`, sql`x.currency`)} as value,
           x.probability, x.deals, x.rotting, x.seconds, x.undated
    from (
      select ${part(sql`d.end_date`)} as part, d.currency, sum(d.value) as value, ${probability} as probability, count(*) as deals,
             count(*) filter (where ${rotting(actor)}) as rotting, coalesce(sum(w.seconds), 0)::bigint as seconds,
             count(*) filter (where d.end_date is null) as undated
      from deals d
      ${ownersOf(asked)}
      cross join lateral (
        select sum(t.seconds) as seconds from time_by_deal t where t.deal_id = d.id
      ) w
      where ${all(
        sql`d.stage in (${sql.join(openStages)})`,
        dealWhere(asked),
        date_from !== undefined && sql`d.end_date >= ${date_from}::date`,
        date_to !== undefined && sql`d.end_date <= ${date_to}::date`,
      )}
      group by 1, d.currency, 4
    ) x
    ${joins}
    order by ${group === 'stage' ? sql`array_position(array['prospecting', 'negotiation'], x.part)` : sql`2`}, 1
  `.execute(db)
  const on = ratesDay(asked)
  return rows.map((row) => ({ ...row, on }))
}

/** The day whose rates what is not decided yet is converted at. */
export const ratesDay = ({ query, today }: Asked): string =>
  query.rates_on ?? (query.date_to !== undefined && query.date_to < today ? query.date_to : today)

const weighted = (list: readonly OpenFact[]): { money: Money; on: string }[] =>
  weighByCurrency(list.flatMap(({ value, probability: percent }) => (value ? [{ money: value, percent }] : []))).map(
    (money) => ({ money, on: list[0]!.on }),
  )
const whole = (list: readonly OpenFact[]) => list.flatMap(({ value, on }) => (value ? [{ money: value, on }] : []))

export const openPipeline: Kind<OpenFact> = {
  report: 'pipeline',
  name: 'Pipeline',
  title: () => 'What is open, and what is it likely to bring?',
  dates: 'the expected close date; deals without one are counted only where no days are asked for',
  needs: ['deals:read'],
  groups: ['stage', 'owner', 'team', 'account', 'deal', 'currency', 'month'],
  filters: [...dealFilters, 'rates_on'],
  columns: ({ values }) => [
    column('deals', 'Deals', 'count'),
    ...(values ? money : []),
    column('rotting', 'Rotting', 'count', 'Idle for longer than their stage allows.'),
    column('seconds', 'Time worked', 'seconds', 'All time ever placed on the deals.'),
  ],
  find: findAll(facts),
  cells: (list, exchange: Exchange, { values }) => ({
    deals: sum(list, ({ deals }) => deals),
    ...(values && {
      value: weighByCurrency(whole(list).map(({ money: one }) => ({ money: one, percent: 100 }))),
      weighted_value: weighted(list).map(({ money: one }) => one),
      converted_value: exchange.together(whole(list)),
      converted_weighted: exchange.together(weighted(list)),
      without_value: sum(list, ({ value, deals }) => (value ? 0 : deals)),
    }),
    rotting: sum(list, (fact) => fact.rotting),
    seconds: sum(list, ({ seconds }) => seconds),
  }),
  order: ({ group, values }) => {
    if (group === 'stage' || group === 'month') return null
    if (!values) return (list) => sum(list, ({ deals }) => deals)
    return (list, exchange) => exchange.size(weighted(list))
  },
  behind: (name, asked, range) =>
    dealsBehind(asked, {
      ...areOpen,
      ...daysIn('date', range),
      ...(name === 'rotting' && { rotting: ['true'] }),
      ...(name === 'without_value' && { without: ['value'] }),
    }),
  narrows: (key, asked) => dealNarrows(key, asked, 'date'),
  rules: (asked) => [
    'Open deals as they are now, in the days of their expected close dates.',
    'The weighted value is the sum of value × probability, rounded half up once in each currency.',
    `Converted at the rates of ${ratesDay(asked)}, or of the last day before it that has one; each currency is rounded once.`,
    'Hours are all hours ever placed on the deals.',
  ],
  leftOut: (asked) => [...scoped(asked, 'deals:read', 'deals'), ...withoutValues(asked)],
}

const money = [
  column('value', 'Value', 'money'),
  column('weighted_value', 'Weighted', 'money', 'Value × probability.'),
  column('converted_value', 'Value', 'converted'),
  column('converted_weighted', 'Weighted', 'converted', 'Value × probability.'),
  column('without_value', 'Without a value', 'count'),
]
