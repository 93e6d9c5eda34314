/** Where the time went: per client, deal, person and task, or by days, weeks and months. */
import type { Drill, ReportGroup, ReportName } from '#domain/report-tables.ts'
import { column, percent, sum, type Asked, type Kind, type Range } from './kind.ts'
import { scoped } from './scopes.ts'
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
  ],
  columns: () => [
    column('seconds', 'Time', 'seconds'),
    column('billable_seconds', 'Billable', 'seconds'),
    column('billable_percent', 'Billable share', 'percent', 'Billable time of all time.'),
    column('entries', 'Entries', 'count', 'An entry counts once, on the day it begins.'),
  ],
  facts: timeFacts,
  find: (asked) =>
    places.has(asked.group) ? (range, earlier, limit) => mostPlaces(asked, range, earlier, limit) : null,
  cells: (facts) => {
    const seconds = sum(facts, (fact) => fact.seconds)
    const billable_seconds = sum(facts, (fact) => fact.billable_seconds)
    return {
      seconds,
      billable_seconds,
      billable_percent: percent(billable_seconds, seconds),
      entries: sum(facts, ({ entries }) => entries),
    }
  },
  order: ({ group }) =>
    ['day', 'week', 'month'].includes(group) ? null : (list) => sum(list, ({ seconds }) => seconds),
  drill: drillInto,
  drillAll: believed,
  rules: () => timeRules,
  leftOut: (asked) => scoped(asked, 'reports:read', 'hours'),
})

export const timeRules = [
  'A day is the day of the person who worked, in their own time zone; work across midnight is split.',
  'Seconds are counted as recorded: nothing is rounded.',
  'Entries in quarantine are not counted.',
]

const filterOf: Partial<Record<ReportGroup, string>> = {
  account: 'account_id',
  deal: 'deal_id',
  person: 'user_id',
  team: 'team_id',
  task: 'task_id',
}

/** All entries that were counted; the list has no filter for whose the deal is, and for its currency. */
export function believed({ query }: Pick<Asked, 'query'>, { date_from, date_to }: Range): Drill | null {
  if (query.owner_id || query.currency) return null
  const filters = {
    ...(date_from !== undefined && { date_from: [date_from] }),
    ...(date_to !== undefined && { date_to: [date_to] }),
    ...(query.account_id && { account_id: query.account_id }),
    ...(query.deal_id && { deal_id: query.deal_id }),
    ...(query.user_id && { user_id: query.user_id }),
    ...(query.team_id && { team_id: query.team_id }),
    status: ['synced', 'unmapped'],
  }
  return { list: 'time-entries', filters }
}

/** The entries of a row; what is told by the lack of something has no filter of its own. */
function drillInto(key: string | null, { query, group }: Asked, { date_from, date_to }: Range): Drill | null {
  const all = believed({ query }, { date_from, date_to })
  if (key === null || key === 'internal' || all === null) return null
  const own = all.filters
  const filter = filterOf[group]
  if (key === 'waiting') return { list: 'time-entries', filters: { ...own, status: ['unmapped'] } }
  if (filter) return { list: 'time-entries', filters: { ...own, [filter]: [key] } }
  return { list: 'time-entries', filters: { ...own, ...daysIn(key, group, { date_from, date_to }) } }
}

/** Of a week or a month those days that were asked for. */
function daysIn(key: string, group: ReportGroup, { date_from, date_to }: Range) {
  const first = group === 'month' ? `${key}-01` : key
  const last = group === 'day' ? key : endOf(first, group)
  return {
    date_from: [date_from !== undefined && date_from > first ? date_from : first],
    date_to: [date_to !== undefined && date_to < last ? date_to : last],
  }
}

function endOf(first: string, group: ReportGroup): string {
  const end = new Date(`${first}T00:00:00Z`)
  if (group === 'month') end.setUTCMonth(end.getUTCMonth() + 1, 0)
  else end.setUTCDate(end.getUTCDate() + 6)
  return end.toISOString().slice(0, 10)
}

export const timePerClient = timePer('time-per-client', 'Time per client', 'account')
export const timePerDeal = timePer('time-per-deal', 'Time per deal', 'deal')
export const timePerPerson = timePer('time-per-person', 'Time per person', 'person')
export const timePerTask = timePer('time-per-task', 'Time per task', 'task')
