/** Rows that follow each other: those without anything are there too, or a chart would say that time stood still. */
import type { ReportGroup, ReportRow, ReportTable } from '../../domain/report-tables.ts'
import { shift } from '../../domain/periods.ts'
import { day, dayAndMonth, monthName, shortMonth } from '../ui/formats.tsx'

/** More would not be told apart: the last of them. */
const most = 400

export type Place = { key: string; label: string; short: string; row: ReportRow | null }

type Asked = Pick<ReportTable, 'group_by' | 'data' | 'date_from' | 'date_to'>
type Days = Pick<ReportTable, 'date_from' | 'date_to'>

export function placesIn({ group_by, data, date_from, date_to }: Asked): Place[] {
  const next = steps[group_by]
  if (!next) return data.map((row) => ({ key: String(row.key), label: row.label, short: row.label, row }))
  // what has no day stands in the table
  const known = new Map(data.flatMap((row) => (row.key === null ? [] : [[row.key, row]])))
  const keys = [...known.keys()].sort()
  const last = keys.at(-1)
  if (last === undefined) return []
  const places: Place[] = []
  for (let key = keys[0]!; key <= last; key = next(key)) {
    places.push({ ...placeOf(group_by, key, { date_from, date_to }), row: known.get(key) ?? null })
  }
  return places.slice(-most)
}

/** A day, a week or a month: its name, and what the days asked for cut off. */
export function placeOf(group: ReportGroup, key: string, days: Days): Omit<Place, 'row'> {
  const { label, short } = wordsOfTime(group, key)!
  const cut = cutOf(firstDay(key), shift(firstDay(steps[group]!(key)), -1), days)
  return { key, label: label + cut, short }
}

const firstDay = (key: string) => (key.length === 7 ? `${key}-01` : key)

/** A week of three days is not a bad week: what the days asked for cut off is said. */
function cutOf(first: string, last: string, { date_from, date_to }: Days): string {
  const from = date_from !== null && date_from > first ? `, from ${dayAndMonth(date_from)}` : ''
  return date_to !== null && date_to < last ? `${from}, to ${dayAndMonth(date_to)}` : from
}

const steps: Partial<Record<ReportGroup, (key: string) => string>> = {
  day: (key) => shift(key, 1),
  week: (key) => shift(key, 7),
  // 31 days from its first are always within the next month
  month: (key) => shift(`${key}-01`, 31).slice(0, 7),
}

/** Null for what is no time. */
function wordsOfTime(group: ReportGroup, key: string): { label: string; short: string } | null {
  if (group === 'day') return { label: day(key), short: dayAndMonth(key) }
  if (group === 'week') return { label: `Week of ${day(key)}`, short: dayAndMonth(key) }
  if (group === 'month') return { label: monthName(`${key}-01`), short: shortMonth(`${key}-01`) }
  return null
}

/** What a row is called: days as the reader writes them. */
export const nameOf = (group: ReportGroup, { key, label }: Pick<ReportRow, 'key' | 'label'>): string =>
  (key !== null && wordsOfTime(group, key)?.label) || label
