/** Where the time went: per client, deal, person and task, or by days, weeks and months. */
import { both } from '#domain/drills.ts'
import type { ReportGroup, ReportName } from '#domain/report-tables.ts'
import { column, findAll, percent, sum, type Kind } from './kind.ts'
import { scoped } from './scopes.ts'
import { daysOfColumn, splitCells, splitColumns } from './split.ts'
import { mostSplit } from './split-queries.ts'
import { entriesBehind, timeNarrows } from './time-drills.ts'
import { mostPlaces } from './time-places.ts'
import { timeFacts, type TimeFact } from './time-queries.ts'

const groups: readonly ReportGroup[] = ['account', 'deal', 'person', 'task', 'team', 'day', 'week', 'month']
const questions: Partial<Record<ReportGroup, string>> = {
  account: 'Which clients did the time go to?',
  deal: 'Which deals did the time go to?',
  person: 'Who worked how long?',
  task: 'Which tasks did the time go to?',
  team: 'Which teams worked how long?',
  day: 'How much was worked each day?',
  week: 'How much was worked each week?',
  month: 'How much was worked each month?',
}

const places = new Set<ReportGroup>(['account', 'deal', 'task'])

const wholeColumns = [
  column('seconds', 'Time', 'seconds'),
  column('billable_seconds', 'Billable', 'seconds'),
  column('billable_percent', 'Billable share', 'percent', 'Billable time of all time.'),
  column('entries', 'Entries', 'count', 'An entry counts once, on the day it begins.'),
]

const timePer = (report: ReportName, name: string, usual: ReportGroup): Kind<TimeFact> => ({
  report,
  name,
  title: (group) => questions[group]!,
  dates: 'the day of the person who worked',
  needs: ['reports:read'],
  groups: [usual, ...groups.filter((group) => group !== usual)],
  filters: [
    'date_from',
    'date_to',
    'compare',
    'account_id',
    'deal_id',
    'owner_id',
    'user_id',
    'team_id',
    'currency',
    'week_start',
    'split_by',
    'measure',
  ],
  columns: ({ query }, facts) => (query.split_by ? splitColumns(query, facts) : wholeColumns),

  find: (asked) => {
    if (asked.query.split_by) return (range, _, limit) => mostSplit(asked, range, limit)
    return places.has(asked.group)
      ? (range, earlier, limit) => mostPlaces(asked, range, earlier, limit)
      : findAll(timeFacts)(asked)
  },
  cells: (facts, _, { query }) => {
    if (query.split_by) return splitCells(query, facts)
    const seconds = sum(facts, (fact) => fact.seconds)
    const billable_seconds = sum(facts, (fact) => fact.billable_seconds)
    return {
      seconds,
      billable_seconds,
      billable_percent: percent(billable_seconds, seconds),
      entries: sum(facts, ({ entries }) => entries),
    }
  },
  order: ({ group, query: { measure = 'seconds' } }) =>
    ['day', 'week', 'month'].includes(group) ? null : (list) => sum(list, (fact) => fact[measure]),
  behind: (name, asked, range) => {
    const drill = entriesBehind(asked, range)
    const { split_by, measure } = asked.query
    const billable = (split_by ? measure : name) === 'billable_seconds' ? { billable: ['true'] } : {}
    const filters = drill && both({ ...drill.filters, ...billable }, split_by ? daysOfColumn(name, split_by) : {})
    return filters && { ...drill, filters }
  },
  narrows: (key, asked, facts) =>
    timeNarrows(
      key,
      asked,
      facts.some(({ placed }) => placed),
    ),
  rules: () => timeRules,
  leftOut: (asked) => scoped(asked, 'reports:read', 'hours'),
})

export const timeRules = [
  'A day is the day of the person who worked, in their own time zone; work across midnight is split.',
  'Lists of entries have each on the day it begins: of one across midnight at either end they show all or nothing.',
  'Seconds are counted as recorded: nothing is rounded.',
  'Entries in quarantine are not counted.',
]

export const timePerClient = timePer('time-per-client', 'Time per client', 'account')
export const timePerDeal = timePer('time-per-deal', 'Time per deal', 'deal')
export const timePerPerson = timePer('time-per-person', 'Time per person', 'person')
export const timePerTask = timePer('time-per-task', 'Time per task', 'task')
