/** How much of what was decided was won, how long that took, and how much it brings a day. */
import { openStages } from '#domain/deals.ts'
import { minorDigits, sumByCurrency, toMinor } from '#domain/money.ts'
import type { Money } from '#domain/shapes.ts'
import { fewest, oneDecimal, quantile, shareOf, shareOfMoney } from '#domain/statistics.ts'
import { velocity } from '#domain/velocity.ts'
import { all, sql } from '#server/platform/database.ts'
import {
  closedDay,
  closedFilters,
  closedIn,
  dealDrill,
  dealFilters,
  dealGrouping,
  dealJoins,
  dealWhere,
  valueOf,
} from './deal-groups.ts'
import { column, sum, worthTogether, type Asked, type Fact, type Kind, type Range } from './kind.ts'
import { scoped, withoutValues } from './scopes.ts'

/** `deals`: 1 of what was decided; of what is open as many as there are. Days from being entered to being won, with a fraction. */
type DecidedFact = Fact & { stage: 'won' | 'lost' | 'open'; value: Money | null; deals: number; days: number | null }

async function facts(asked: Asked, range: Range): Promise<DecidedFact[]> {
  const { actor, db, group } = asked
  const day = closedDay(actor)
  const { key, label, beside } = dealGrouping(group, day)
  const open = dealGrouping(group, sql`null::date`)
  const { rows } = await sql<DecidedFact>`
    select ${key} as key, ${label} as label, ${beside} as beside, ${valueOf(actor)} as value, ${day}::text as "on",
           d.stage, 1::bigint as deals,
           case when d.stage = 'won' and d.closed_at >= d.created_at
             then extract(epoch from d.closed_at - d.created_at)::double precision / 86400 end as days
    from deals d
    ${dealJoins}
    where ${all(sql`d.stage in ('won', 'lost')`, closedIn(actor, range), dealWhere(asked))}
    union all
    select ${open.key}, ${open.label}, ${open.beside}, null, null, 'open', count(*), null
    from deals d
    ${dealJoins}
    where ${all(sql`d.stage in (${sql.join(openStages)})`, dealWhere(asked))}
    group by 1, 2, 3
    order by 1
  `.execute(db)
  return rows
}

const worths = (list: readonly DecidedFact[], stage: 'won' | 'lost') =>
  list.flatMap(({ stage: own, value, on }) => (own === stage && value && on ? [{ money: value, on }] : []))
const minorOf = ({ amount, currency }: Money) => toMinor(amount, minorDigits(currency) ?? 2)

export const winRate: Kind<DecidedFact> = {
  report: 'win-rate',
  name: 'Win rate',
  title: () => 'How much of what was decided was won?',
  dates: 'the day a deal was won or lost, in the reader’s time zone',
  needs: ['deals:read'],
  groups: ['owner', 'team', 'account', 'currency', 'month'],
  filters: [...dealFilters, 'compare'],
  columns: ({ values, group }) => [
    column('won', 'Won', 'count'),
    column('lost', 'Lost', 'count'),
    column('decided', 'Decided', 'count', 'Won and lost: n of the win rate.'),
    column('win_rate', 'Win rate', 'percent', `Won of won and lost, by number. Said from ${fewest} decided deals on.`),
    ...(values
      ? [
          column('won_value', 'Won', 'money'),
          column('lost_value', 'Lost', 'money'),
          column('converted_won', 'Won', 'converted'),
          column('valued', 'With a value', 'count', 'Decided deals that have a value: n of the win rate by value.'),
          column(
            'win_rate_by_value',
            'Win rate by value',
            'percent',
            `Won of won and lost, by converted value. Said from ${fewest} on.`,
          ),
        ]
      : []),
    column('cycle_median', 'Cycle, median', 'days', 'From being entered to being won.'),
    column('cycle_p90', 'Cycle, p90', 'days', 'Nine of ten won deals took no longer.'),
    column('cycles', 'Cycles', 'count', 'Won deals that were entered before they were won: n of the cycle.'),
    ...(group === 'month'
      ? []
      : [column('open', 'Open now', 'count', 'Deals that are open today: the opportunities of the velocity.')]),
    ...(values && group !== 'month'
      ? [
          column(
            'velocity',
            'Velocity a day',
            'converted',
            `Open deals × average won value × win rate / median cycle. Said from ${fewest} decided deals on.`,
          ),
        ]
      : []),
  ],
  facts: async (asked, range) =>
    (await facts(asked, range)).filter(({ stage }) => stage !== 'open' || asked.group !== 'month'),
  cells: (list, exchange, { values, group }) => {
    const count = (stage: DecidedFact['stage']) => sum(list, (fact) => (fact.stage === stage ? fact.deals : 0))
    const [won, lost, open] = [count('won'), count('lost'), count('open')]
    const days = list.flatMap((fact) => fact.days ?? [])
    const [won_value, lost_value] = [worths(list, 'won'), worths(list, 'lost')]
    const [converted_won, converted_lost] = values
      ? [exchange.together(won_value), exchange.together(lost_value)]
      : [null, null]
    const valued = won_value.length + lost_value.length
    const cycle = quantile(days, 0.5)
    return {
      won,
      lost,
      decided: won + lost,
      win_rate: shareOf(won, won + lost),
      ...(values && {
        won_value: sumByCurrency(won_value.map(({ money }) => money)),
        lost_value: sumByCurrency(lost_value.map(({ money }) => money)),
        converted_won,
        valued,
        win_rate_by_value:
          converted_won && converted_lost
            ? shareOfMoney(minorOf(converted_won), minorOf(converted_won) + minorOf(converted_lost), valued)
            : null,
      }),
      cycle_median: oneDecimal(cycle),
      cycle_p90: oneDecimal(quantile(days, 0.9)),
      cycles: days.length,
      ...(group !== 'month' && { open }),
      ...(values &&
        group !== 'month' && {
          velocity:
            converted_won && cycle !== null && won + lost >= fewest
              ? velocity({
                  opportunities: open,
                  won,
                  lost,
                  won_value: converted_won,
                  valued: won_value.length,
                  cycle_days: cycle,
                })
              : null,
        }),
    }
  },
  order: ({ group, values }) => {
    if (group === 'month') return null
    if (!values) return (list) => sum(list, ({ stage, deals }) => (stage === 'won' ? deals : 0))
    return (list, exchange) =>
      worthTogether(
        list.filter(({ stage }) => stage === 'won'),
        exchange,
      )
  },
  drill: (key, asked, range) => dealDrill(key, asked, closedFilters(range), ['won', 'lost']),
  rules: ({ actor }) => [
    `Deals count on the day they were won or lost in the time zone ${actor.zone}. Of a deal that was reopened the last closing counts.`,
    `Rates are said from ${fewest} deals on; below that there are only counts.`,
    'What was won and lost is converted at the rates of the day it was decided, or of the last day before it that has one.',
    'A cycle runs from the moment a deal was entered until it was won; a deal entered after it was won has none.',
  ],
  leftOut: (asked) => [...scoped(asked, 'deals:read', 'deals'), ...withoutValues(asked)],
}
