/** Tables of time as Toggl, Clockify and their like write them: columns by name, in any order, with local wall-clock times. */
import { unguarded } from './csv.ts'
import { readYesNo } from './import-cells.ts'
import type { Hash, ImportedEntry, Question, Skipped } from './time-imports.ts'
import type { Span } from './spans.ts'
import { orderOf, readDate, readDuration, readTime, type DateOrder } from './wall-text.ts'
import { instantsOf, type WallClock } from './zones.ts'

export type TableOptions = { zone: string | null; date_order: DateOrder | null; hash: Hash }
export type TableResult = {
  entries: ImportedEntry[]
  skipped: Skipped[]
  people: Map<string, string>
  questions: Question[]
  notes: string[]
}
/** Cells by the header's names; `line` is where the row begins in the file. */
export type Row = { line: number; cells: string[] }

const columns = {
  user: ['user', 'user name', 'member', 'name', 'employee'],
  email: ['email', 'user email', 'e-mail', 'email address'],
  client: ['client', 'customer'],
  project: ['project', 'project name'],
  task: ['task'],
  description: ['description', 'time entry description', 'notes', 'note', 'title'],
  billable: ['billable', 'billable?'],
  start_date: ['start date', 'date'],
  start_time: ['start time'],
  end_date: ['end date', 'stop date'],
  end_time: ['end time', 'stop time'],
  start: ['dt_start', 'start', 'started at', 'start time'],
  end: ['dt_end', 'end', 'stop', 'ended at', 'end time', 'stop time'],
  // the decimal one last: two decimals of an hour are only good to 18 seconds
  duration: ['duration', 'duration (h)', 'time (h)', 'duration (decimal)', 'time (decimal)'],
  tags: ['tags', 'tag', 'labels'],
} as const
type Column = keyof typeof columns
type Header = Partial<Record<Column, number>>

/** Which column is which, the earlier of several known names first; null where start and end cannot be known from it. */
export function readHeader(names: string[]): Header | null {
  const tidy = names.map((name) => name.trim().toLowerCase().replaceAll('_', ' '))
  const header: Header = {}
  for (const column of Object.keys(columns) as Column[]) {
    const index = columns[column].map((name) => tidy.indexOf(name.replaceAll('_', ' '))).find((at) => at >= 0)
    if (index !== undefined) header[column] = index
  }
  const { start_date, start, end, duration } = header
  const dated = start_date !== undefined && header.start_time !== undefined
  return start !== undefined && (dated || start_date === undefined) && (end ?? duration) !== undefined ? header : null
}

/** All rows of a table. What is asked for in `questions` must be answered before anything is imported. */
export function readTable(header: Header, rows: Row[], { zone, date_order, hash }: TableOptions): TableResult {
  const result: TableResult = { entries: [], skipped: [], people: new Map(), questions: [], notes: [] }
  const order = date_order ?? orderOf(rows.flatMap((row) => datesOf(header, row)))
  if (order === null)
    result.questions.push({ field: 'date_order', message: 'Do the dates begin with the day or with the month?' })
  if (zone === null)
    result.questions.push({ field: 'zone', message: 'In which time zone were these times read off the clock?' })
  if (order === null || zone === null) return result
  const { refOf, people } = readPeople(header, rows)
  const seen = new Map<string, number>()
  for (const row of rows) {
    const read = readRow(header, row, refOf(row), { order, zone })
    if ('code' in read) result.skipped.push(read)
    else result.entries.push(withId(read, seen, hash))
  }
  return { ...result, people }
}

/** By e-mail address, or by name where there is none; null for all rows of a file that names one person and no address. */
function readPeople(header: Header, rows: Row[]): { refOf: (row: Row) => string | null; people: Map<string, string> } {
  const people = new Map<string, string>()
  const unaddressed = new Set<string>()
  for (const row of rows) {
    const email = emailOf(header, row)
    const name = cellOf(row, header.user)
    if (email) people.set(email, name || email.split('@')[0] || email)
    else if (name) unaddressed.add(name)
  }
  const isOnesOwn = people.size === 0 && unaddressed.size <= 1
  const refOf = (row: Row) => emailOf(header, row) ?? (isOnesOwn ? null : cellOf(row, header.user) || null)
  return { refOf, people }
}

/** Empty where there is no such column, or the row ends before it. */
export const cellOf = (row: Row, index: number | undefined) =>
  index === undefined ? '' : unguarded((row.cells[index] ?? '').trim())
const emailOf = (header: Header, row: Row) => cellOf(row, header.email).toLowerCase() || null
const datesOf = (header: Header, row: Row) =>
  header.start_date === undefined
    ? [cellOf(row, header.start), cellOf(row, header.end)].map((text) => text.split(/[ T]/)[0]!)
    : [cellOf(row, header.start_date), cellOf(row, header.end_date)]

/** No entry lies outside of these years. */
const after_ms = Date.UTC(2200, 0)

type Claim = { seconds: number; slack_seconds: number }
export type Unnumbered = Omit<ImportedEntry, 'external_id'> & { identity: string }

type Written = { order: DateOrder; zone: string }
function readRow(header: Header, row: Row, person: string | null, { order, zone }: Written): Unnumbered | Skipped {
  const skip = (code: string, message: string) => ({ line: row.line, code, message: `Line ${row.line}: ${message}` })
  const start = readMoment(momentText(header, row, 'start'), order)
  const endText = momentText(header, row, 'end')
  const end = readMoment(endText, order)
  const duration = cellOf(row, header.duration)
  const claim = readDuration(duration)
  if (start === null) return skip('unreadable_time', 'the start cannot be read as a date and a time.')
  if (duration !== '' && claim === null)
    return skip('unreadable_duration', `the duration “${duration}” cannot be read.`)
  if (end === null && (endText.time !== '' || claim === null))
    return skip('unreadable_time', 'the end cannot be read as a date and a time.')
  const span = spanFor(start, end, claim, zone)
  if (span.start_ms < 0 || span.end_ms >= after_ms) return skip('out_of_range', 'it lies before 1970 or after 2199.')
  const seconds = (span.end_ms - span.start_ms) / 1_000
  if (claim !== null && Math.abs(seconds - claim.seconds) > Math.max(1, claim.slack_seconds))
    return skip('duration_contradicts_span', `the duration says ${claim.seconds} s, but start to end is ${seconds} s.`)
  if (seconds < 0) return skip('end_before_start', `the end is ${-seconds} s before the start.`)
  if (seconds === 0) return skip('zero_length', 'it has no length: there is nothing to record.')
  return entryOf(header, row, { ...span, person }, JSON.stringify([start, end ?? seconds]))
}

/** What the row says of one side: a date and a time apart, or both in one cell. An end without a date is on the day of the start. */
function momentText(header: Header, row: Row, side: 'start' | 'end'): { date: string; time: string } {
  const whole = cellOf(row, header[side])
  if (header.start_date === undefined) {
    const [date = '', ...time] = whole.split(/[ T]/)
    return { date, time: time.join(' ') }
  }
  return {
    date: cellOf(row, header[`${side}_date`]) || cellOf(row, header.start_date),
    time: cellOf(row, header[`${side}_time`]),
  }
}

/** `offset`: what the cell says of its own zone, as `+01:00` or `Z`; it counts before the zone of the file. */
type Moment = WallClock & { offset?: string }

function readMoment({ date, time }: WallClock, order: DateOrder): Moment | null {
  const day = readDate(date, order)
  const [, ofClock = '', offset] = /^(.*?)\s*(Z|[+-]\d\d:?\d\d)?$/i.exec(time) ?? []
  const clock = readTime(ofClock)
  if (!day || !clock) return null
  return offset === undefined ? { date: day, time: clock } : { date: day, time: clock, offset: readOffset(offset) }
}

const readOffset = (text: string) => text.toUpperCase().replace(/^(...):?(..)$/, '$1:$2')

const instantsFor = ({ offset, ...clock }: Moment, zone: string) =>
  offset === undefined ? instantsOf(clock, zone) : [Date.parse(`${clock.date}T${clock.time}${offset}`)]

/** In the repeated hour of autumn the duration says which of the two instants was meant; without it the earlier. */
function spanFor(start: Moment, end: Moment | null, claim: Claim | null, zone: string): Span {
  const starts = instantsFor(start, zone)
  if (end === null) return { start_ms: starts[0]!, end_ms: starts[0]! + claim!.seconds * 1_000 }
  const spans = starts.flatMap((start_ms) => instantsFor(end, zone).map((end_ms) => ({ start_ms, end_ms })))
  if (claim === null) return spans.find(({ start_ms, end_ms }) => end_ms >= start_ms) ?? spans[0]!
  const error = ({ start_ms, end_ms }: Span) => Math.abs(end_ms - start_ms - claim.seconds * 1_000)
  return spans.reduce((best, span) => (error(span) < error(best) ? span : best))
}

type Whose = Span & { person: string | null }
function entryOf(header: Header, row: Row, { start_ms, end_ms, person }: Whose, said: string): Unnumbered {
  const of = (column: Column) => cellOf(row, header[column])
  return {
    line: row.line,
    person,
    identity: JSON.stringify([person, said, of('project'), of('description'), of('task')]),
    start_time: new Date(start_ms).toISOString(),
    end_time: new Date(end_ms).toISOString(),
    duration_seconds: (end_ms - start_ms) / 1_000,
    activity_type: 'manual',
    source: 'manual',
    project_name: of('project').slice(0, 500) || null,
    project_from_editor: false,
    tags: tagsOf(of('tags'), of('client')),
    title: (of('description') || of('task')).slice(0, 2_000) || null,
    url: null,
    app: null,
    billable: readYesNo(of('billable')),
  }
}

/** The client becomes a tag, because the mapping reads those; a client tag that a person set by hand goes first. */
export function tagsOf(text: string, client: string): string[] {
  const tags = text.split(',')
  const named = tags.some((tag) => /^\s*(client|customer|account)\s*:/i.test(tag))
  const all = client !== '' && !named ? [`client:${client}`, ...tags] : tags
  const tidy = all.map((tag) =>
    tag
      .replaceAll(/[\s\p{Cc}]+/gu, ' ')
      .trim()
      .slice(0, 100)
      .trim(),
  )
  return [...new Set(tidy)].filter((tag) => tag !== '').slice(0, 50)
}

/** Rows have no id of their own: what they say, and the how-manieth of its kind it is, stays the same in every export. */
export function withId({ identity, ...entry }: Unnumbered, seen: Map<string, number>, hash: Hash): ImportedEntry {
  const place = seen.get(identity) ?? 0
  seen.set(identity, place + 1)
  return { ...entry, external_id: `csv:${hash(identity)}:${place}` }
}
