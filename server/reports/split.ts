/** Hours split by days, weeks or months: a column each, and all of them together first. */
import { shift } from '#domain/periods.ts'
import { mostColumns, type Cells, type Filters, type ReportQuery, type Split } from '#domain/report-tables.ts'
import { column, sum, type KindColumn } from './kind.ts'
import { daysOfMonth } from './time-drills.ts'
import type { TimeFact } from './time-queries.ts'

type Asked = Pick<ReportQuery, 'split_by' | 'measure'>
const earlier = 'until '

const next: Record<Split, (key: string) => string> = {
  day: (key) => shift(key, 1),
  week: (key) => shift(key, 7),
  // 31 days from its first are always within the next month
  month: (key) => shift(`${key}-01`, 31).slice(0, 7),
}
const firstDay = (key: string) => (key.length === 7 ? `${key}-01` : key)

/** What lies too far back to have a column of its own is put together, and said in it: `until` the day before the first column. */
export function bounded(facts: TimeFact[], split: Split): TimeFact[] {
  const keys = keysOf(facts, split)
  const first = keys.at(-mostColumns)
  if (first === undefined || first === keys[0]) return facts
  const last_day = shift(firstDay(first), -1)
  return facts.map((fact) => (fact.split! < first ? { ...fact, split: `${earlier}${last_day}` } : fact))
}

/** From the first to the last in which there is something, those without anything too. */
function keysOf(facts: readonly TimeFact[], split: Split): string[] {
  const known = facts
    .flatMap(({ split: key }) => (key === undefined || key.startsWith(earlier) ? [] : [key]))
    .toSorted()
  const keys: string[] = []
  for (let key = known[0]; key !== undefined && key <= known.at(-1)!; key = next[split](key)) keys.push(key)
  return keys
}

export function splitColumns({ split_by, measure = 'seconds' }: Asked, facts: readonly TimeFact[]): KindColumn[] {
  const before = facts.find(({ split }) => split?.startsWith(earlier))?.split
  return [
    column(measure, measure === 'seconds' ? 'Time' : 'Billable', 'seconds'),
    ...[...(before ? [before] : []), ...keysOf(facts, split_by!)].map((key) =>
      column(key, key[0]!.toUpperCase() + key.slice(1), 'seconds'),
    ),
  ]
}

/** A column in which a row has nothing is not among its cells. */
export function splitCells({ measure = 'seconds' }: Asked, facts: readonly TimeFact[]): Cells {
  const sums = [...Map.groupBy(facts, ({ split }) => split!)].map(
    ([key, own]) => [key, sum(own, (fact) => fact[measure])] as const,
  )
  return {
    [measure]: sum(facts, (fact) => fact[measure]),
    ...Object.fromEntries(sums.filter(([, size]) => size !== 0)),
  }
}

/** Of the sum all that were asked for. */
export function daysOfColumn(key: string, split: Split): Filters {
  if (key.startsWith(earlier)) return { date_to: [key.slice(earlier.length)] }
  if (!/^\d/.test(key)) return {}
  return split === 'month' ? daysOfMonth(key, 'date') : { date_from: [key], date_to: [shift(next[split](key), -1)] }
}
