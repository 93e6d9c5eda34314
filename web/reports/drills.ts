/** The page in which the rows behind a figure stand, with the words its filters have in the address. */
import { behind, both, type Behind } from '../../domain/drills.ts'
import type { Filters, Narrows, ReportColumn, ReportTable } from '../../domain/report-tables.ts'
import { reportsPath, timePath } from '../paths.ts'

type List = { path: string; words: string[]; also?: Record<string, string> }
const days = ['date_from', 'date_to']
const ofReports = [...days, 'group_by', 'account_id', 'deal_id', 'owner_id', 'team_id', 'currency', 'hour_cost']

/** The page of a list, and what it can be narrowed by: in a list that does not know a word, other rows would stand. */
const lists: Record<Behind['list'], List> = {
  'time-entries': {
    path: timePath,
    words: [
      ...days,
      'user_id',
      'team_id',
      'account_id',
      'deal_id',
      'task_id',
      'owner_id',
      'currency',
      'with',
      'without',
      'placed_by',
      'rule_id',
      'status',
      'discarded',
      'source',
      'activity_type',
      'billable',
      'tag',
    ],
  },
  deals: {
    path: '/deals',
    words: [
      ...days,
      'stage',
      'account_id',
      'deal_id',
      'owner_id',
      'team_id',
      'currency',
      'with',
      'without',
      'rotting',
      'reached',
      'touched',
      'movement',
      'closed_from',
      'closed_to',
      'created_from',
      'created_to',
      'moved_from',
      'moved_to',
    ],
  },
  tasks: {
    path: '/tasks',
    words: [...days, 'deal_id', 'account_id', 'assigned_to', 'team_id', 'status', 'priority', 'with', 'without'],
  },
  'reports/revenue-vs-hours/table': { path: reportsPath, words: ofReports, also: { report: 'revenue-vs-hours' } },
  'reports/cost-of-sale/table': { path: reportsPath, words: ofReports, also: { report: 'cost-of-sale' } },
}

/** Two bounds are one word, from..to. */
const ranges: Record<string, [string, string]> = {
  closed_on: ['closed_from', 'closed_to'],
  created_on: ['created_from', 'created_to'],
  moved: ['moved_from', 'moved_to'],
}

/** Null where there is no list of just those. */
export function hrefOf(rows: Behind | null): string | null {
  if (!rows) return null
  const { list, filters } = rows
  const { path, words: known, also = {} } = lists[list]
  if (Object.keys(filters).some((name) => !known.includes(name))) return null
  const words = new URLSearchParams(also)
  const bounds = Object.entries(ranges).filter(([, names]) => names.some((name) => filters[name]))
  for (const [name, [from, to]] of bounds) words.set(name, `${filters[from]?.[0] ?? ''}..${filters[to]?.[0] ?? ''}`)
  const inBounds = new Set(bounds.flatMap(([, names]) => names))
  for (const [name, values] of Object.entries(filters)) if (!inBounds.has(name)) words.set(name, values.join(','))
  return `${path}?${words}`
}

type Row = { narrows: Narrows }
/** Of a figure; `before` of the one it is compared with. Of money in one currency only the deals that are worth something in it. */
export function hrefIn(column: ReportColumn, { narrows }: Row, before = false, currency?: string): string | null {
  const rows = behind(before ? column.drill_before : column.drill, narrows)
  if (!rows || currency === undefined || rows.list !== 'deals') return hrefOf(rows)
  const own: Filters | null = both(rows.filters, { currency: [currency] })
  return own && hrefOf({ ...rows, filters: own })
}

/** Of a whole row: what is behind the figure that is looked at, else behind the first that has a list. */
export function hrefOfRow({ columns }: Pick<ReportTable, 'columns'>, row: Row, looked_at?: string): string | null {
  const [name] = (looked_at ?? '').split('.')
  const first = columns.filter(({ key }) => key === name)
  return [...first, ...columns].map((column) => hrefIn(column, row)).find((href) => href !== null) ?? null
}
