/** What it takes to win: the hours that went into deals before they were decided, those into lost ones too. */
import { sumByCurrency } from '#domain/money.ts'
import { worthsOf } from './dated-sums.ts'
import { daysIn, dealNarrows, dealsBehind } from './deal-drills.ts'
import { dealFilters } from './deal-groups.ts'
import { column, sum, type Kind } from './kind.ts'
import { costOf, hoursBehind } from './revenue-vs-hours.ts'
import { scoped, withoutValues } from './scopes.ts'
import { findHours, type HoursFact } from './won-hours.ts'

export const costOfSale: Kind<HoursFact> = {
  report: 'cost-of-sale',
  name: 'Cost of sale',
  title: () => 'How much work does it take to win a deal?',
  dates: 'the day a deal was won or lost, in the reader’s time zone',
  needs: ['deals:read'],
  groups: ['deal', 'outcome', 'account', 'owner', 'team', 'currency', 'month'],
  filters: [...dealFilters, 'compare', 'hour_cost'],
  columns: ({ values, query }) => [
    column('won', 'Won', 'count'),
    column('lost', 'Lost', 'count'),
    column(
      'seconds_before',
      'Time before',
      'seconds',
      'Placed on the deals up to the day they were decided, that day included.',
    ),
    column('seconds_lost', 'Of it on lost ones', 'seconds'),
    column(
      'per_won',
      'For each won deal',
      'seconds',
      'All time before, that on lost deals too, by the number of won ones.',
    ),
    ...(values ? [column('won_value', 'Won', 'money'), column('converted_won', 'Won', 'converted')] : []),
    ...(query.hour_cost ? [column('cost', 'Cost', 'converted', 'Time before × what an hour costs.')] : []),
  ],
  find: findHours({ stages: ['won', 'lost'], hours: 'seconds_before', first: 'hours' }),
  cells: (list, exchange, { base, query, values }) => {
    const decided = (stage: 'won' | 'lost') => sum(list, (fact) => (fact.stage === stage ? fact.deals : 0))
    const [won, lost] = [decided('won'), decided('lost')]
    const seconds_before = sum(list, (fact) => fact.seconds_before)
    return {
      won,
      lost,
      seconds_before,
      seconds_lost: sum(list, (fact) => (fact.stage === 'lost' ? fact.seconds_before : 0)),
      per_won: won === 0 ? null : Math.round(seconds_before / won),
      ...(values && {
        won_value: sumByCurrency(list.flatMap(({ value }) => value ?? [])),
        converted_won: exchange.together(worthsOf(list)),
      }),
      ...(query.hour_cost !== undefined && { cost: costOf(seconds_before, query.hour_cost, base) }),
    }
  },
  order: ({ group }) => (group === 'month' ? null : (list) => sum(list, (fact) => fact.seconds_before)),
  behind: (name, asked, range) => {
    const decided = (stage: string) => dealsBehind(asked, { stage: [stage], ...daysIn('closed', range) })
    if (name === 'lost') return decided('lost')
    if (name === 'won' || name === 'won_value' || name === 'converted_won') return decided('won')
    return hoursBehind('reports/cost-of-sale/table', asked, range)
  },
  narrows: (key, asked, [first]) => ({
    ...dealNarrows(key, asked, 'closed'),
    ...(asked.group === 'deal' && key && first && { 'time-entries': { deal_id: [key], date_to: [first.on] } }),
  }),
  rules: ({ actor, base, query }) => [
    `Deals count on the day they were won or lost in the time zone ${actor.zone}. Of a deal that was reopened the last closing counts.`,
    'Hours before are those of days up to the one the deal was decided on, whoever worked them; a day is that of the person who worked.',
    'What was won is converted at the rates of the day it was won, or of the last day before it that has one.',
    ...(query.hour_cost ? [`An hour costs ${query.hour_cost} ${base}, as was asked.`] : []),
  ],
  leftOut: (asked) => [...scoped(asked, 'deals:read', 'deals'), ...withoutValues(asked)],
}
