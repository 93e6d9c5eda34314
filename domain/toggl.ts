/** Tables of time as Toggl, Clockify and their like write them: columns by name, in any order, with local wall-clock times. */
import type { Hash, ImportedEntry, Question, Skipped } from './time-imports.ts'
import { instantsOf, type WallClock } from './zones.ts'

export type DateOrder = 'ymd' | 'dmy' | 'mdy'
export type TableOptions = { zone: string | null; date_order: DateOrder | null; hash: Hash }
export type TableResult = {
  entries: ImportedEntry[]
  skipped: Skipped[]
  people: Map<string, string>
  questions: Question[]
}
/** Cells by the header's names; `line` is where the row begins in the file. */
export type Row = { line: number; cells: string[] }

const columns = {
  user: ['user', 'member', 'name', 'employee'],
  email: ['email', 'user email', 'e-mail'],
  client: ['client', 'customer'],
  project: ['project', 'project name'],
  task: ['task'],
  description: ['description', 'notes', 'title'],
  billable: ['billable', 'billable?'],
  start_date: ['start date', 'date'],
  start_time: ['start time', 'started at'],
  end_date: ['end date'],
  end_time: ['end time', 'stop time'],
  start: ['dt_start', 'start'],
  end: ['dt_end', 'end', 'stop'],
  duration: ['duration', 'duration (h)', 'duration (decimal)', 'time (h)'],
  tags: ['tags', 'tag', 'labels'],
} as const
type Column = keyof typeof columns
type Header = Partial<Record<Column, number>>

/** Which column is which; null where start and end cannot be known from it. */
export function readHeader(names: string[]): Header | null {
  const tidy = names.map((name) => name.trim().toLowerCase().replaceAll('_', ' '))
  const find = (column: Column) => {
    const wanted: string[] = columns[column].map((name) => name.replaceAll('_', ' '))
    return tidy.findIndex((name) => wanted.includes(name))
  }
  const header = Object.fromEntries(
    (Object.keys(columns) as Column[])
      .map((column) => [column, find(column)])
      .filter(([, index]) => (index as number) >= 0),
  ) as Header
  const hasSpan = header.start !== undefined && header.end !== undefined
  const hasParts =
    header.start_date !== undefined &&
    header.start_time !== undefined &&
    (header.end_time !== undefined || header.duration !== undefined)
  return hasSpan || hasParts ? header : null
}

/** All rows of a table. What is asked for in `questions` must be answered before anything is imported. */
export function readTable(header: Header, rows: Row[], { zone, date_order, hash }: TableOptions): TableResult {
  const result: TableResult = { entries: [], skipped: [], people: new Map(), questions: [] }
  const dates = rows.map((row) => cell(row, header.start_date ?? header.start).split(/[ T]/)[0]!)
  const order = date_order ?? orderOf(dates)
  if (order === null)
    result.questions.push({ field: 'date_order', message: 'Do the dates begin with the day or with the month?' })
  if (zone === null)
    result.questions.push({ field: 'zone', message: 'In which time zone were these times read off the clock?' })
  if (order === null || zone === null) return result
  const seen = new Map<string, number>()
  for (const row of rows) {
    const read = readRow(header, row, order, zone)
    if ('code' in read) result.skipped.push(read)
    else result.entries.push(withId(read, seen, hash))
    const email = cell(row, header.email).toLowerCase()
    if (email) result.people.set(email, cell(row, header.user) || email.split('@')[0]!)
  }
  return result
}

const cell = (row: Row, index: number | undefined) => (index === undefined ? '' : (row.cells[index] ?? '').trim())

/** Year first says so itself; a number above 12 settles the others; null when every date could be both. */
export function orderOf(dates: string[]): DateOrder | null {
  const parts = dates.map((date) => date.split(/[-/.]/)).filter((fields) => fields.length === 3)
  if (parts.every(([first]) => first!.length === 4)) return 'ymd'
  if (parts.some(([first]) => first!.length <= 2 && Number(first) > 12)) return 'dmy'
  if (parts.some(([, second]) => Number(second) > 12)) return 'mdy'
  return null
}

export function readDate(text: string, order: DateOrder): string | null {
  const fields = text.split(/[-/.]/).map((field) => field.trim())
  if (fields.length !== 3 || !fields.every((field) => /^\d{1,4}$/.test(field))) return null
  const [a, b, c] = fields as [string, string, string]
  const [year, month, day] = a.length === 4 || order === 'ymd' ? [a, b, c] : order === 'dmy' ? [c, b, a] : [c, a, b]
  const full = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const real = Number.isFinite(Date.parse(`${full}T00:00:00Z`)) && Number(day) <= 31
  return real ? full : null
}

/** `9:05`, `09:05:30`, `9:05 PM` */
export function readTime(text: string): string | null {
  const [, hour, minute, second = '00', half] =
    /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([ap]\.?m\.?)?$/i.exec(text) ?? []
  if (hour === undefined) return null
  const twelve = half === undefined ? Number(hour) : (Number(hour) % 12) + (/^p/i.test(half) ? 12 : 0)
  return twelve <= 23 && Number(minute) <= 59 && Number(second) <= 59
    ? `${String(twelve).padStart(2, '0')}:${minute}:${second}`
    : null
}

/** Seconds of `1:30:00`, `01:30`, `1.5` or `1,5` (hours), `0 days 00:50:30`; null for anything else. */
export function readDuration(text: string): number | null {
  const [, days = '0', hours, minutes, seconds = '0'] =
    /^(?:(\d+) days? )?(\d{1,5}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/.exec(text) ?? []
  if (hours !== undefined) return Number(days) * 86_400 + Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)
  return /^\d+([.,]\d+)?$/.test(text) ? Math.round(Number(text.replace(',', '.')) * 3_600) : null
}

type Unnumbered = Omit<ImportedEntry, 'external_id'> & { identity: string }

function readRow(header: Header, row: Row, order: DateOrder, zone: string): Unnumbered | Skipped {
  const skip = (code: string, message: string): Skipped => ({
    line: row.line,
    code,
    message: `Line ${row.line}: ${message}`,
  })
  const start = clock(header, row, 'start', order)
  const duration = cell(row, header.duration)
  const claimed = duration === '' ? null : readDuration(duration)
  if (start === null) return skip('unreadable_time', 'the start cannot be read as a date and a time.')
  if (duration !== '' && claimed === null)
    return skip('unreadable_duration', `the duration “${duration}” cannot be read.`)
  const end = clock(header, row, 'end', order)
  if (end === null && claimed === null) return skip('unreadable_time', 'the end cannot be read as a date and a time.')
  const span = spanFor(start, end, claimed, zone)
  const seconds = (span.end_ms - span.start_ms) / 1_000
  if (claimed !== null && Math.abs(seconds - claimed) > 1)
    return skip('duration_contradicts_span', `the duration says ${claimed} s, but start to end is ${seconds} s.`)
  if (seconds < 0) return skip('end_before_start', 'the end is before the start.')
  if (seconds === 0) return skip('zero_length', 'it has no length; nothing to record.')
  return entryOf(header, row, span, start)
}

function clock(header: Header, row: Row, side: 'start' | 'end', order: DateOrder): WallClock | null {
  const [day = '', ...rest] = cell(row, header[side]).split(/[ T]/)
  const date = readDate(cell(row, header[`${side}_date`]) || day || cell(row, header.start_date), order)
  const time = readTime(cell(row, header[`${side}_time`]) || rest.join(' '))
  return date && time ? { date, time } : null
}

/** In the repeated hour of autumn the duration says which of the two instants was meant; without it the earlier. */
function spanFor(
  start: WallClock,
  end: WallClock | null,
  claimed: number | null,
  zone: string,
): { start_ms: number; end_ms: number } {
  const starts = instantsOf(start, zone)
  if (end === null) return { start_ms: starts[0]!, end_ms: starts[0]! + claimed! * 1_000 }
  const spans = starts.flatMap((start_ms) => instantsOf(end, zone).map((end_ms) => ({ start_ms, end_ms })))
  return (
    spans.find(({ start_ms, end_ms }) => claimed !== null && end_ms - start_ms === claimed * 1_000) ??
    spans.find(({ start_ms, end_ms }) => end_ms >= start_ms) ??
    spans[0]!
  )
}

function entryOf(
  header: Header,
  row: Row,
  { start_ms, end_ms }: { start_ms: number; end_ms: number },
  start: WallClock,
): Unnumbered {
  const of = (column: Column) => cell(row, header[column])
  const tags = of('tags')
    .split(',')
    .map((tag) => tag.trim().slice(0, 100))
    .filter((tag) => tag !== '')
  const client = of('client')
  const named = tags.some((tag) => /^\s*(client|customer|account)\s*:/i.test(tag))
  const person = of('email').toLowerCase() || null
  return {
    line: row.line,
    person,
    identity: JSON.stringify([
      person,
      start.date,
      start.time,
      end_ms - start_ms,
      of('project'),
      of('task'),
      of('description'),
    ]),
    start_time: new Date(start_ms).toISOString(),
    end_time: new Date(end_ms).toISOString(),
    duration_seconds: (end_ms - start_ms) / 1_000,
    activity_type: 'manual',
    source: 'manual',
    project_name: of('project').slice(0, 500) || null,
    tags: client !== '' && !named ? [`client:${client}`.slice(0, 100), ...tags] : tags,
    title: (of('description') || of('task')).slice(0, 2_000) || null,
    url: null,
    app: null,
    billable: /^(yes|true|1|ja|oui|s[ií])$/i.test(of('billable'))
      ? true
      : /^(no|false|0|nein|non)$/i.test(of('billable'))
        ? false
        : null,
  }
}

/** Rows have no id of their own: what they say, and the how-manieth of its kind it is, stays the same in every export. */
function withId({ identity, ...entry }: Unnumbered, seen: Map<string, number>, hash: Hash): ImportedEntry {
  const place = seen.get(identity) ?? 0
  seen.set(identity, place + 1)
  return { ...entry, external_id: `csv:${hash(identity)}:${place}` }
}
