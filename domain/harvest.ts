/**
 * Harvest's detailed time report: hours of a day, not when they were. The entries of a person's day are laid one after the
 * other, so that none overlaps, and the report says so.
 */
import { readYesNo } from './import-cells.ts'
import type { ImportedEntry, Skipped } from './time-imports.ts'
import { cellOf, tagsOf, withId, type Row, type TableOptions, type TableResult, type Unnumbered } from './toggl.ts'
import { orderOf, readDate, readDuration, type DateOrder } from './wall-text.ts'
import { instantsOf } from './zones.ts'

const names = ['date', 'client', 'project', 'task', 'notes', 'hours', 'billable?', 'first name', 'last name'] as const
type Columns = Record<(typeof names)[number], number>

/** Null where it is no report of Harvest. */
export function readHarvestHeader(header: string[]): Columns | null {
  const tidy = header.map((name) => name.trim().toLowerCase())
  const found = Object.fromEntries(names.map((name) => [name, tidy.indexOf(name)])) as Columns
  const needed = [found.date, found.hours, found['first name'], found['last name']]
  return needed.every((index) => index >= 0) ? found : null
}

/** Where a day's entries begin, unless they would not fit. */
const usual_seconds = 9 * 3_600
const day_seconds = 24 * 3_600

type Read = { row: Row; person: string; date: string; seconds: number }

export function readHarvest(columns: Columns, rows: Row[], { zone, date_order, hash }: TableOptions): TableResult {
  const result: TableResult = { entries: [], skipped: [], people: new Map(), questions: [], notes: [] }
  const order = date_order ?? orderOf(rows.map((row) => cellOf(row, columns.date)))
  if (order === null)
    result.questions.push({ field: 'date_order', message: 'Do the dates begin with the day or with the month?' })
  if (zone === null) result.questions.push({ field: 'zone', message: 'In which time zone were these days?' })
  if (order === null || zone === null) return result
  const read = rows.map((row) => readRow(columns, row, order))
  result.skipped.push(...read.filter((row) => 'code' in row))
  const days = Map.groupBy(
    read.filter((row) => 'date' in row),
    ({ person, date }) => `${person}\n${date}`,
  )
  const seen = new Map<string, number>()
  for (const day of days.values()) {
    const total_seconds = day.reduce((sum, { seconds }) => sum + seconds, 0)
    if (total_seconds > day_seconds) result.skipped.push(...day.map(({ row }) => tooLong(row)))
    else result.entries.push(...laidOut(columns, day, total_seconds, zone).map((entry) => withId(entry, seen, hash)))
  }
  result.notes.push(
    'Harvest tells the hours of a day, not when they were: they are laid one after the other from 9:00.',
  )
  return result
}

const skip = ({ line }: Row, code: string, message: string): Skipped => ({
  line,
  code,
  message: `Line ${line}: ${message}`,
})
const tooLong = (row: Row) => skip(row, 'more_than_a_day', 'the hours of this person on this day are more than 24.')

function readRow(columns: Columns, row: Row, order: DateOrder): Read | Skipped {
  const of = (name: (typeof names)[number]) => cellOf(row, columns[name])
  const date = readDate(of('date'), order)
  const claim = readDuration(of('hours'))
  const person = [of('first name'), of('last name')].filter((part) => part !== '').join(' ')
  if (date === null) return skip(row, 'unreadable_time', `the date “${of('date')}” cannot be read.`)
  if (claim === null) return skip(row, 'unreadable_duration', `the hours “${of('hours')}” cannot be read.`)
  if (claim.seconds === 0) return skip(row, 'zero_length', 'it has no length: there is nothing to record.')
  if (person === '') return skip(row, 'no_person', 'it names nobody.')
  return { row, person, date, seconds: claim.seconds }
}

/** By elapsed time from the first on: a day of 23 or 25 hours is no other. */
function laidOut(columns: Columns, day: Read[], total_seconds: number, zone: string): Unnumbered[] {
  const time = total_seconds > day_seconds - usual_seconds ? '00:00:00' : '09:00:00'
  let at_ms = instantsOf({ date: day[0]!.date, time }, zone)[0]!
  return day.map((read) => {
    const start_ms = at_ms
    at_ms += read.seconds * 1_000
    return entryOf(columns, read, start_ms, at_ms)
  })
}

function entryOf(columns: Columns, { row, person, date, seconds }: Read, start_ms: number, end_ms: number): Unnumbered {
  const of = (name: (typeof names)[number]) => cellOf(row, columns[name])
  const said = [of('client'), of('project'), of('task'), of('notes')]
  return {
    line: row.line,
    person,
    identity: JSON.stringify(['harvest', person, date, seconds, ...said]),
    start_time: new Date(start_ms).toISOString(),
    end_time: new Date(end_ms).toISOString(),
    duration_seconds: seconds,
    activity_type: 'manual',
    source: 'manual',
    project_name: of('project').slice(0, 500) || null,
    project_from_editor: false,
    tags: tagsOf('', of('client')),
    title: (of('notes') || of('task')).slice(0, 2_000) || null,
    url: null,
    app: null,
    billable: readYesNo(of('billable?')),
  } satisfies Omit<ImportedEntry, 'external_id'> & { identity: string }
}
