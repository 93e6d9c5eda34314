/** How much of what was entered in some days was won by now, what is still open included. */
import { sumByCurrency } from '#domain/money.ts'
import type { Filters } from '#domain/report-tables.ts'
import { fewest, shareOf } from '#domain/statistics.ts'
import { worthsOf } from './dated-sums.ts'
import { areOpen, daysIn, dealNarrows, dealsBehind } from './deal-drills.ts'
import { dealFilters } from './deal-groups.ts'
import { column, sum, type Kind } from './kind.ts'
import { findOutcomes, type OutcomeFact } from './outcomes.ts'
import { scoped, withoutValues } from './scopes.ts'

const decided = { stage: ['won', 'lost'] }
/** Which deals of the cohort a column counts. */
const sources: Record<string, Filters> = {
  entered: {},
  won: { stage: ['won'] },
  lost: { stage: ['lost'] },
  open: areOpen,
  win_rate: {},
  decided_percent: decided,
  won_value: { stage: ['won'] },
  converted_won: { stage: ['won'] },
}

export const cohortWinRate: Kind<OutcomeFact> = {
  report: 'cohort-win-rate',
  name: 'Win rate of cohorts',
  title: () => 'How much of what was entered was won?',
  dates: 'the day a deal was entered, in the reader’s time zone',
  needs: ['deals:read'],
  groups: ['month', 'owner', 'team', 'account', 'currency'],
  filters: [...dealFilters, 'compare'],
  columns: ({ values }) => [
    column('entered', 'Entered', 'count', 'All of the cohort: n of the win rate.'),
    column('won', 'Won', 'count'),
    column('lost', 'Lost', 'count'),
    column('open', 'Still open', 'count'),
    column('win_rate', 'Win rate', 'percent', `Won of all entered, what is open included. Said from ${fewest} on.`),
    column('decided_percent', 'Decided', 'percent', `Won and lost of all entered. Said from ${fewest} on.`),
    ...(values ? [column('won_value', 'Won', 'money'), column('converted_won', 'Won', 'converted')] : []),
  ],
  find: findOutcomes('entered'),
  cells: (list, exchange, { values }) => {
    const count = (stage: OutcomeFact['stage']) => sum(list, (fact) => (fact.stage === stage ? fact.deals : 0))
    const [won, lost, open] = [count('won'), count('lost'), count('open')]
    const entered = won + lost + open
    const won_value = list.filter(({ value }) => value !== null)
    return {
      entered,
      won,
      lost,
      open,
      win_rate: shareOf(won, entered),
      decided_percent: shareOf(won + lost, entered),
      ...(values && {
        won_value: sumByCurrency(won_value.flatMap(({ value }) => value ?? [])),
        converted_won: exchange.together(worthsOf(won_value)),
      }),
    }
  },
  order: ({ group }) => (group === 'month' ? null : (list) => sum(list, ({ deals }) => deals)),
  behind: (name, asked, range) => dealsBehind(asked, { ...sources[name], ...daysIn('created', range) }),
  narrows: (key, asked) => dealNarrows(key, asked, 'created'),
  rules: ({ actor }) => [
    `Deals count on the day they were entered in the time zone ${actor.zone}, as they stand now: young cohorts go on being decided.`,
    'Of a deal that was reopened the last closing counts.',
    'What was won is converted at the rates of the day it was won, or of the last day before it that has one.',
    `Shares are said from ${fewest} deals on; below that there are only counts.`,
  ],
  leftOut: (asked) => [...scoped(asked, 'deals:read', 'deals'), ...withoutValues(asked)],
}
