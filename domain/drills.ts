/** From a figure to the rows behind it: what its column is counted from, and what its row is narrowed by, both at once. */
import type { Drill, Filters, Narrows } from './report-tables.ts'

export type Behind = Pick<Drill, 'list' | 'filters'>

/** Null where no list has just those, and where nothing can fit both. */
export function behind(drill: Drill | null, narrows: Narrows): Behind | null {
  const own = drill && narrows[drill.by]
  if (!drill || !own) return null
  const filters = both(drill.filters, own)
  return filters && { list: drill.list, filters }
}

/** Everything must be there, or be missing: there each value narrows further. Elsewhere one of the values has to fit. */
const allHold = new Set(['with', 'without'])
/** The first and the last of some days. */
const first = /^(date|closed|created|moved)_from$/
const last = /^(date|closed|created|moved)_to$/

/** What fits one and the other; null where nothing can. */
export function both(one: Filters, other: Filters): Filters | null {
  const filters: Filters = { ...one }
  for (const [name, values] of Object.entries(other)) filters[name] = shared(name, one[name], values)
  const bounds = Object.keys(filters).filter((name) => first.test(name))
  const empty = Object.values(filters).some((values) => values.length === 0)
  const backwards = bounds.some((from) => filters[from]![0]! > (filters[from.replace(/_from$/, '_to')]?.[0] ?? '~'))
  return empty || backwards ? null : filters
}

function shared(name: string, one: string[] | undefined, other: string[]): string[] {
  if (one === undefined) return other
  if (allHold.has(name)) return [...new Set([...one, ...other])]
  const [a, b] = [one[0]!, other[0]!]
  if (first.test(name)) return [a > b ? a : b]
  if (last.test(name)) return [a < b ? a : b]
  return one.filter((value) => other.includes(value))
}
