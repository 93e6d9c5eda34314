/** How much of what was decided was won, how long that took, and how much it brings a day. */
import { minorDigits, sumByCurrency, toMinor } from '#domain/money.ts'
import type { Filters } from '#domain/report-tables.ts'
import type { Money } from '#domain/shapes.ts'
import { fewest, oneDecimal, quantiles, shareOf, shareOfMoney } from '#domain/statistics.ts'
import { velocity } from '#domain/velocity.ts'
import { sizeOfWorths, worthsOf } from './dated-sums.ts'
import { areOpen, daysIn, dealNarrows, dealsBehind } from './deal-drills.ts'
import { dealFilters } from './deal-groups.ts'
import { column, sum, type Kind } from './kind.ts'
import { findOutcomes, type OutcomeFact } from './outcomes.ts'
import { scoped, withoutValues } from './scopes.ts'

const amountsOf = (list: readonly OutcomeFact[], stage: 'won' | 'lost') =>
  list.filter((fact) => fact.stage === stage && fact.value !== null)
const inDays = (length_ms: number | null) => oneDecimal(length_ms === null ? null : length_ms / 86_400_000)
const minorOf = ({ amount, currency }: Money) => toMinor(amount, minorDigits(currency) ?? 2)

const areWon = { stage: ['won'] }
const areLost = { stage: ['lost'] }
const areDecided = { stage: ['won', 'lost'] }
/** Which deals a column counts. Cycles leave out those that were entered after they were won: no list does. */
const sources: Record<string, Filters> = {
  won: areWon,
  lost: areLost,
  decided: areDecided,
  win_rate: areDecided,
  won_value: areWon,
  converted_won: areWon,
  lost_value: areLost,
  valued: { ...areDecided, with: ['value'] },
  win_rate_by_value: { ...areDecided, with: ['value'] },
}

export const winRate: Kind<OutcomeFact> = {
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
  find: findOutcomes('decided'),
  cells: (list, exchange, { values, group }) => {
    const count = (stage: OutcomeFact['stage']) => sum(list, (fact) => (fact.stage === stage ? fact.deals : 0))
    const [won, lost, open] = [count('won'), count('lost'), count('open')]
    const cycles_ms = list.flatMap((fact) => fact.cycles_ms ?? [])
    const [won_value, lost_value] = [amountsOf(list, 'won'), amountsOf(list, 'lost')]
    const [converted_won, converted_lost] = values
      ? [exchange.together(worthsOf(won_value)), exchange.together(worthsOf(lost_value))]
      : [null, null]
    const won_valued = sum(won_value, ({ deals }) => deals)
    const valued = won_valued + sum(lost_value, ({ deals }) => deals)
    const [cycle_ms = null, longest_ms = null] = quantiles(cycles_ms, [0.5, 0.9])
    return {
      won,
      lost,
      decided: won + lost,
      win_rate: shareOf(won, won + lost),
      ...(values && {
        won_value: sumByCurrency(won_value.flatMap(({ value }) => value ?? [])),
        lost_value: sumByCurrency(lost_value.flatMap(({ value }) => value ?? [])),
        converted_won,
        valued,
        win_rate_by_value:
          converted_won && converted_lost
            ? shareOfMoney(minorOf(converted_won), minorOf(converted_won) + minorOf(converted_lost), valued)
            : null,
      }),
      cycle_median: inDays(cycle_ms),
      cycle_p90: inDays(longest_ms),
      cycles: cycles_ms.length,
      ...(group !== 'month' && { open }),
      ...(values &&
        group !== 'month' && {
          velocity:
            converted_won && cycle_ms !== null && won + lost >= fewest
              ? velocity({
                  opportunities: open,
                  won,
                  lost,
                  won_value: converted_won,
                  valued: won_valued,
                  cycle_ms,
                })
              : null,
        }),
    }
  },
  order: ({ group, values }) => {
    if (group === 'month') return null
    if (!values) return (list) => sum(list, ({ stage, deals }) => (stage === 'won' ? deals : 0))
    return (list, exchange) => sizeOfWorths(amountsOf(list, 'won'), exchange)
  },
  behind: (name, asked, range) => {
    if (name === 'open') return dealsBehind(asked, areOpen, 'open')
    const own = sources[name]
    return own ? dealsBehind(asked, { ...own, ...daysIn('closed', range) }) : null
  },
  narrows: (key, asked) => {
    const narrows = dealNarrows(key, asked, 'closed')
    return { ...narrows, ...(asked.group !== 'month' && narrows['deals'] && { open: narrows['deals'] }) }
  },
  rules: ({ actor }) => [
    `Deals count on the day they were won or lost in the time zone ${actor.zone}. Of a deal that was reopened the last closing counts.`,
    `Rates are said from ${fewest} deals on; below that there are only counts.`,
    'What was won and lost is converted at the rates of the day it was decided, or of the last day before it that has one.',
    'A cycle runs from the moment a deal was entered until it was won; a deal entered after it was won has none.',
  ],
  leftOut: (asked) => [...scoped(asked, 'deals:read', 'deals'), ...withoutValues(asked)],
}
