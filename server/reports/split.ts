/** Hours split by days, weeks or months: a column each, and all of them together first. */
import { monthsOn, shift, weekOf, type WeekStart } from '#domain/periods.ts'
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

/** The first day of the first column, where the last of so many as there can be holds this day. What lies before it is put together. */
export function firstColumn(last_day: string, split: Split, week_start: WeekStart = 'monday'): string {
  const back = mostColumns - 1
  if (split === 'day') return shift(last_day, -back)
  if (split === 'week') return shift(weekOf(last_day, week_start), -7 * back)
  return monthsOn(`${last_day.slice(0, 7)}-01`, -back)
}

/** The column of what was put together, that day included. */
export const earlierColumn = (last_day: string) => `${earlier}${last_day}`

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
