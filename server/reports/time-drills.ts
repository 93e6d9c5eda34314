/** Where the entries behind a figure are listed. */
import { shift } from '#domain/periods.ts'
import type { Drill, Filters, Narrows, ReportGroup } from '#domain/report-tables.ts'
import { scopeOf } from '#server/platform/actor.ts'
import type { Asked, Range } from './kind.ts'

const believed: Filters = { status: ['synced', 'unmapped'] }

/** Null where somebody may read more entries than they may count, or fewer: the list would be another sum. */
export function entriesBehind(
  { actor, query }: Asked,
  { date_from, date_to }: Range,
  own: Filters = believed,
): Drill | null {
  if (scopeOf(actor, 'time:read') !== scopeOf(actor, 'reports:read')) return null
  const { account_id, deal_id, user_id, team_id, owner_id, currency } = query
  const filters = {
    ...(date_from !== undefined && { date_from: [date_from] }),
    ...(date_to !== undefined && { date_to: [date_to] }),
    ...(account_id && { account_id }),
    ...(deal_id && { deal_id }),
    ...(user_id && { user_id }),
    ...(team_id && { team_id }),
    ...(owner_id && { owner_id }),
    ...(currency && { currency }),
    ...own,
  }
  return { by: 'time-entries', list: 'time-entries', filters }
}

/** Hours on deals are those of everybody; who reads fewer entries has no list of them. */
export const readsAllTime = ({ actor }: Asked) => scopeOf(actor, 'time:read') === 'all'

const fields: Partial<Record<ReportGroup, string>> = {
  account: 'account_id',
  person: 'user_id',
  team: 'team_id',
  task: 'task_id',
}

/** What the entries of one row have in common. `placed`: of a row of deals, whether it is one. */
export function timeNarrows(key: string | null | undefined, { group }: Asked, placed: boolean): Narrows {
  const own = key === undefined ? {} : ofRow(key, group, placed)
  return own ? { 'time-entries': own } : {}
}

function ofRow(key: string | null, group: ReportGroup, placed: boolean): Filters | null {
  if (key === 'internal') return { without: ['account'], status: ['synced'] }
  if (key === 'waiting') return { status: ['unmapped'] }
  if (key === null) return group === 'team' || group === 'task' ? { without: [group] } : null
  if (group === 'deal') return placed ? { deal_id: [key] } : { account_id: [key], without: ['deal'] }
  if (group === 'month') return daysOfMonth(key, 'date')
  if (group === 'week') return { date_from: [key], date_to: [shift(key, 6)] }
  if (group === 'day') return { date_from: [key], date_to: [key] }
  const field = fields[group]
  return field ? { [field]: [key] } : null
}

/** Its first and last day. */
export function daysOfMonth(month: string, name: string): Filters {
  const first = `${month}-01`
  // 31 days from its first are always within the next month
  const last = shift(`${shift(first, 31).slice(0, 7)}-01`, -1)
  return { [`${name}_from`]: [first], [`${name}_to`]: [last] }
}
