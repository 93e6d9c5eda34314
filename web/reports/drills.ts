/** The list in which the rows behind a figure stand, with the words its filters have in the address. */
import type { Drill } from '../../domain/report-tables.ts'
import { timePath } from '../paths.ts'

const lists: Record<Drill['list'], string> = { 'time-entries': timePath, deals: '/deals', tasks: '/tasks' }

/** Two bounds are one word, from..to. */
const ranges: Record<string, [string, string]> = { closed_on: ['closed_from', 'closed_to'] }

export function hrefOf({ list, filters }: Drill): string {
  const words = new URLSearchParams()
  const bounds = Object.entries(ranges).filter(([, names]) => names.some((name) => filters[name]))
  for (const [name, [from, to]] of bounds) words.set(name, `${filters[from]?.[0] ?? ''}..${filters[to]?.[0] ?? ''}`)
  const inBounds = new Set(bounds.flatMap(([, names]) => names))
  for (const [name, values] of Object.entries(filters)) if (!inBounds.has(name)) words.set(name, values.join(','))
  return `${lists[list]}?${words}`
}
