/** The list in which the rows behind a figure stand, with the words its filters have in the address. */
import type { Drill } from '../../domain/report-tables.ts'
import { timePath } from '../paths.ts'

/** The page of a list, and what it can be narrowed by: in a list that does not know a word, other rows would stand. */
const lists: Record<Drill['list'], { path: string; words: string[] }> = {
  'time-entries': {
    path: timePath,
    words: [
      'date_from',
      'date_to',
      'user_id',
      'team_id',
      'account_id',
      'deal_id',
      'task_id',
      'status',
      'source',
      'activity_type',
      'billable',
      'tag',
    ],
  },
  deals: {
    path: '/deals',
    words: ['date_from', 'date_to', 'stage', 'account_id', 'owner_id', 'closed_from', 'closed_to'],
  },
  tasks: {
    path: '/tasks',
    words: ['date_from', 'date_to', 'deal_id', 'account_id', 'assigned_to', 'status', 'priority'],
  },
}

/** Two bounds are one word, from..to. */
const ranges: Record<string, [string, string]> = { closed_on: ['closed_from', 'closed_to'] }

/** Null where there is no list of just those. */
export function hrefOf(drill: Drill | null): string | null {
  if (!drill) return null
  const { list, filters } = drill
  const page = lists[list]
  if (Object.keys(filters).some((name) => !page.words.includes(name))) return null
  const words = new URLSearchParams()
  const bounds = Object.entries(ranges).filter(([, names]) => names.some((name) => filters[name]))
  for (const [name, [from, to]] of bounds) words.set(name, `${filters[from]?.[0] ?? ''}..${filters[to]?.[0] ?? ''}`)
  const inBounds = new Set(bounds.flatMap(([, names]) => names))
  for (const [name, values] of Object.entries(filters)) if (!inBounds.has(name)) words.set(name, values.join(','))
  return `${page.path}?${words}`
}
