/** Where the deals behind a figure are listed. */
import { openStages } from '#domain/deals.ts'
import type { Drill, Filters, Narrows, ReportGroup } from '#domain/report-tables.ts'
import type { Asked, Range } from './kind.ts'
import { daysOfMonth } from './time-drills.ts'

export const areOpen: Filters = { stage: [...openStages] }

/** By which of its days deals are counted. */
type Day = 'date' | 'closed' | 'created' | 'moved'

/** Days as the list of deals takes them. */
export const daysIn = (day: Day, { date_from, date_to }: Range): Filters => ({
  ...(date_from !== undefined && { [`${day}_from`]: [date_from] }),
  ...(date_to !== undefined && { [`${day}_to`]: [date_to] }),
})

/** As the question narrows them, and by what is the column’s own. */
export const dealsBehind = ({ query }: Asked, own: Filters, by = 'deals'): Drill => ({
  by,
  list: 'deals',
  filters: { ...narrowed(query), ...own },
})
const narrowed = ({ account_id, deal_id, owner_id, team_id, currency }: Asked['query']): Filters => ({
  ...(account_id && { account_id }),
  ...(deal_id && { deal_id }),
  ...(owner_id && { owner_id }),
  ...(team_id && { team_id }),
  ...(currency && { currency }),
})

/** The same report deal by deal: where no list has a figure of each, it has. */
export const dealByDeal = (
  list: 'reports/revenue-vs-hours/table' | 'reports/cost-of-sale/table',
  { query }: Asked,
  range: Range,
): Drill => ({
  by: 'report',
  list,
  filters: {
    group_by: ['deal'],
    ...narrowed(query),
    ...daysIn('date', range),
    ...(query.hour_cost !== undefined && { hour_cost: [query.hour_cost] }),
  },
})

const fields: Partial<Record<ReportGroup, string>> = {
  stage: 'stage',
  outcome: 'stage',
  deal: 'deal_id',
  account: 'account_id',
  owner: 'owner_id',
  team: 'team_id',
  currency: 'currency',
}
/** What the deals of a row lack that have none. */
const lacking: Partial<Record<ReportGroup, string>> = { owner: 'owner', team: 'team', currency: 'value' }

/** What the deals of one row have in common. `report`: what another report is narrowed by to be of these. */
export function dealNarrows(key: string | null | undefined, { group }: Asked, day: Day): Narrows {
  if (key === undefined) return { deals: {}, report: {} }
  if (group === 'month')
    return key === null ? monthless(day) : { deals: daysOfMonth(key, day), report: daysOfMonth(key, 'date') }
  if (key === null) {
    const field = lacking[group]
    return field ? { deals: { without: [field] } } : {}
  }
  const own = { [fields[group]!]: [key] }
  // a report knows of no stages
  return { deals: own, ...(group !== 'stage' && group !== 'outcome' && { report: own }) }
}
const monthless = (day: Day): Narrows => (day === 'date' ? { deals: { without: ['end_date'] } } : {})
