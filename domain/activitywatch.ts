/**
 * ActivityWatch exports: window events cut to the time the person was at the keyboard (the canonical query of aw-client,
 * without flooding), from both servers' forms. Times are Unix milliseconds inside, RFC 3339 UTC outside.
 */
import { editorOf, projectNamed, withProjects, type Opened } from './editors.ts'
import { cut, gapsOf, lengthOf, overlap_ms, union, withoutOverlap, type Span } from './spans.ts'
import type { Hash, ImportedEntry } from './time-imports.ts'

export type AwEvent = { timestamp: string; duration?: number; data?: Record<string, unknown> }
export type AwBucket = { id: string; type: string; hostname: string; device_id: string | null; events: AwEvent[] }
export type AwResult = { entries: ImportedEntry[]; active_ms: number; notes: string[] }
/** `secret`: what is on it is not to be told. */
type Window = Span & { identity: string; app: string | null; title: string | null; url: string | null; secret: boolean }
type Piece = Window & { place: number }
type Told = Piece & { project: string | null }
type Page = Span & { browser: RegExp; url: string | null; secret: boolean }
type Host = {
  name: string
  first_ms: number
  windows: Window[]
  present: Span[]
  pages: Page[]
  opened: Opened[]
}
type Reading = { now_ms: number; hash: Hash; unreadable: number; future: number; notes: string[] }

export const editorType = 'app.editor.activity'
const usedTypes = ['currentwindow', 'afkstatus', 'web.tab.current', editorType]

/**
 * One person's file. `now_ms` clamps events that reach into the future. Entries are oldest first and never overlap, not even
 * those of two devices; the seconds of each day sum to its active time, and each id stays the same when the file is exported again later.
 */
export function activeEntries(buckets: AwBucket[], now_ms: number, hash: Hash): AwResult {
  const reading: Reading = { now_ms, hash, unreadable: 0, future: 0, notes: [] }
  const hosts = byDevice(buckets).flatMap((own) => readHost(own, reading) ?? [])
  const pieces = onceAcross(hosts, reading.notes)
  const entries = toEntries(pieces)
  noteLeftOvers(buckets, reading, entries)
  return { entries, active_ms: lengthOf(pieces), notes: reading.notes }
}

function noteLeftOvers(buckets: AwBucket[], { unreadable, future, notes }: Reading, entries: ImportedEntry[]): void {
  const visited = entries.filter(({ activity_type }) => activity_type === 'website').length
  const named = entries.filter(({ project_name }) => project_name !== null).length
  const unknown = new Set(buckets.map(({ type }) => type).filter((type) => !usedTypes.includes(type)))
  if (buckets.some(({ type }) => type === 'web.tab.current'))
    notes.push(`Browser events add no time of their own; ${visited} entries carry a web address.`)
  if (buckets.some(({ type }) => type === editorType))
    notes.push(
      `Editor events add no time of their own; with ${named} entries they name the project, which is kept where its person switched that on.`,
    )
  if (unknown.size > 0) notes.push(`Not counted as time of its own: ${[...unknown].sort().join(', ')}.`)
  if (future > 0) notes.push(`${future} events begin in the future and were left out.`)
  if (unreadable > 0) notes.push(`${unreadable} events could not be read and were left out.`)
}

/** Not every bucket knows its device: one that only knows its host belongs to the one device of that host. */
function byDevice(buckets: AwBucket[]): AwBucket[][] {
  const devices = Map.groupBy(
    buckets.filter(({ device_id }) => device_id !== null),
    ({ hostname }) => hostname,
  )
  const keyOf = ({ device_id, hostname }: AwBucket) => {
    const known = new Set(devices.get(hostname)?.map((bucket) => bucket.device_id))
    return device_id ?? (known.size === 1 ? [...known][0]! : hostname)
  }
  const groups = [...Map.groupBy(buckets, keyOf).values()]
  const withWindows = groups.filter((own) => own.some(({ type }) => type === 'currentwindow'))
  // older web watchers do not know their host; with a single host in the file it is that one
  const homeless = buckets.filter(({ type, hostname }) => type === 'web.tab.current' && hostname === 'unknown')
  return withWindows.length === 1 ? [[...new Set([...withWindows[0]!, ...homeless])]] : withWindows
}

function readHost(own: AwBucket[], reading: Reading): Host | null {
  const of = (type: string) => own.filter((bucket) => bucket.type === type)
  const name = of('currentwindow')[0]!.hostname
  if (of('afkstatus').length === 0) {
    reading.notes.push(
      `${name} has no record of presence (no afk bucket): its window time is unverified and not imported.`,
    )
    return null
  }
  const spans = (events: AwEvent[]) => events.flatMap((event) => spanOf(event, reading) ?? [])
  const present = of('afkstatus').flatMap(({ events }) =>
    spans(events.filter((event) => event?.data?.['status'] === 'not-afk')),
  )
  const windows = of('currentwindow').flatMap((bucket) =>
    bucket.events.flatMap((event) => windowOf(bucket, event, reading) ?? []),
  )
  const empty = windows.filter(({ start_ms, end_ms }) => start_ms === end_ms).length
  if (empty > 0) reading.notes.push(`${empty} window events of ${name} have no length and add no time.`)
  const pages = of('web.tab.current').flatMap((bucket) => pagesOf(bucket, reading))
  const opened = of(editorType).flatMap((bucket) => openedIn(bucket, reading))
  const first_ms = windows.reduce((first, { start_ms }) => Math.min(first, start_ms), Infinity)
  return {
    name,
    first_ms,
    windows: withoutOverlap(longestStates(windows), byIdentity),
    present: union(present),
    pages,
    opened,
  }
}

function spanOf({ timestamp, duration = 0 }: AwEvent, reading: Reading): Span | null {
  const { start_ms, beyond_ns } = instant(timestamp)
  const length_ns = Math.round(duration * 1e9)
  if (!Number.isFinite(start_ms) || !Number.isFinite(length_ns) || length_ns < 0) reading.unreadable += 1
  else if (start_ms > reading.now_ms) reading.future += 1
  // the end is cut as the beginning is: a length measured between two such instants would be a millisecond longer or shorter
  else return { start_ms, end_ms: Math.min(start_ms + Math.floor((beyond_ns + length_ns) / 1e6), reading.now_ms) }
  return null
}

const unreadable = { start_ms: Number.NaN, beyond_ns: 0 }
/**
 * A time without a zone is UTC (aw_core/models.py). The Rust server keeps nanoseconds where the Python one cuts to
 * milliseconds: cut, so that both give one event the same id. `beyond_ns`: what was cut off.
 */
function instant(text: unknown): { start_ms: number; beyond_ns: number } {
  if (typeof text !== 'string') return unreadable
  const [, whole, fraction = '', zone] =
    /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?:[.,](\d+))?\s?(Z|[+-]\d\d:?\d\d)?$/i.exec(text) ?? []
  if (!whole) return unreadable
  const offset = zone?.replace(/^([+-]\d\d):?(\d\d)$/, '$1:$2').toUpperCase() ?? 'Z'
  const digits = fraction.slice(0, 9).padEnd(9, '0')
  return {
    start_ms: Date.parse(`${whole.replace(' ', 'T')}${offset}`) + Number(digits.slice(0, 3)),
    beyond_ns: Number(digits.slice(3)),
  }
}

const text = (value: unknown) => (typeof value === 'string' ? value.replaceAll('\0', '') || null : null)
const isWithheld = (title: string | null) => title !== null && /^(excluded|redacted)$/i.test(title.trim())

function windowOf({ id, device_id, hostname }: AwBucket, event: AwEvent, reading: Reading): Window | null {
  const span = spanOf(event, reading)
  if (!span) return null
  const data = event.data ?? {}
  const title = text(data['title'])
  const secret = data['incognito'] === true || isWithheld(title)
  const identity = reading.hash(JSON.stringify([device_id ?? hostname, id, span.start_ms, canonical(data)]))
  return {
    ...span,
    identity,
    app: text(data['app']),
    title: secret ? null : title,
    url: secret ? null : text(data['url']),
    secret,
  }
}

/** Of file, project and language the project's name alone goes on. */
function openedIn({ id, events }: AwBucket, reading: Reading): Opened[] {
  const isIn = editorOf(id)
  return events.flatMap((event) => {
    const project = projectNamed(text(event.data?.['project']) ?? '')
    const span = project === null ? null : spanOf(event, reading)
    return span && project !== null ? [{ ...span, project, isIn }] : []
  })
}

function pagesOf({ id, events }: AwBucket, reading: Reading): Page[] {
  const name = /^aw-watcher-web-([a-z]+)/.exec(id)?.[1]
  if (!name) return []
  // chrome.exe, google-chrome and chromium; msedge.exe and Microsoft Edge; but SearchApp.exe is not Arc
  const browser = new RegExp(`(^|[^a-z]|ms)${name === 'chrome' ? 'chrom' : name}`, 'i')
  return events.flatMap((event) => {
    const span = spanOf(event, reading)
    const secret = event.data?.['incognito'] === true || isWithheld(text(event.data?.['title']))
    return span ? [{ ...span, browser, url: secret ? null : text(event.data?.['url']), secret }] : []
  })
}

const byIdentity = (a: Window, b: Window) => (a.identity < b.identity ? -1 : 1)

/** JSON with sorted keys, so that both servers' spelling of an event is one identity. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  return `{${Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, child]) => `${JSON.stringify(key)}:${canonical(child)}`)
    .join(',')}}`
}

/** The newest event of a bucket grows: of several states of one event the longest is the truth. */
function longestStates(windows: Window[]): Window[] {
  const longest = new Map<string, Window>()
  for (const window of windows) {
    const known = longest.get(window.identity)
    if (!known || window.end_ms > known.end_ms) longest.set(window.identity, window)
  }
  return [...longest.values()]
}

/** A person at two devices at once still works once: the device seen first in the file has the moment. */
function onceAcross(hosts: Host[], notes: string[]): Told[] {
  let taken: Span[] = []
  return hosts
    .toSorted((a, b) => a.first_ms - b.first_ms || (a.name < b.name ? -1 : 1))
    .flatMap(({ name, windows, present, pages, opened }) => {
      const active = cut(windows, present)
      const pieces = cut(active, gapsOf(taken))
      const twice_s = Math.round((lengthOf(active) - lengthOf(pieces)) / 1_000)
      if (twice_s > 0) notes.push(`${twice_s} s on ${name} lie beside time on another device and count once.`)
      taken = union([...taken, ...pieces])
      return withProjects(withPages(joined(placed(pieces)), pages), opened)
    })
    .sort((a, b) => a.start_ms - b.start_ms)
}

/** Numbers the pieces of each event before any are joined: an event that grows keeps the numbers it had. */
function placed(windows: Window[]): Piece[] {
  const places = new Map<string, number>()
  return windows.map((window) => {
    const place = places.get(window.identity) ?? 0
    places.set(window.identity, place + 1)
    return { ...window, place }
  })
}

/** Pieces that touch to the millisecond and show the same become one; a gap is never filled, so no time is invented. */
function joined(pieces: Piece[]): Piece[] {
  const whole: Piece[] = []
  for (const piece of pieces) {
    const last = whole.at(-1)
    const same = last?.end_ms === piece.start_ms && last.app === piece.app && last.title === piece.title
    if (same && last.url === piece.url)
      Object.assign(last, { end_ms: piece.end_ms, secret: last.secret || piece.secret })
    else whole.push({ ...piece })
  }
  return whole
}

/** While a browser's window is in front, its tab events say which page it was; a private tab takes title and address away. */
function withPages(pieces: Piece[], pages: Page[]): Piece[] {
  // the servers write what began at the same time in different orders
  const sorted = pages.toSorted(
    (a, b) => a.start_ms - b.start_ms || a.end_ms - b.end_ms || ((a.url ?? '') < (b.url ?? '') ? -1 : 1),
  )
  let first = 0
  return pieces.map((piece) => {
    while (first < sorted.length && sorted[first]!.end_ms <= piece.start_ms) first++
    const shown: Page[] = []
    for (let index = first; index < sorted.length && sorted[index]!.start_ms < piece.end_ms; index++)
      if (overlap_ms(sorted[index]!, piece) > 0 && sorted[index]!.browser.test(piece.app ?? ''))
        shown.push(sorted[index]!)
    if (shown.some(({ secret }) => secret)) return { ...piece, title: null, url: null }
    const longest = shown.reduce<Page | null>(
      (best, page) => (best && overlap_ms(best, piece) >= overlap_ms(page, piece) ? best : page),
      null,
    )
    return { ...piece, url: piece.url ?? longest?.url ?? null }
  })
}

const day_ms = 86_400_000
const dayOf = (instant_ms: number) => Math.floor(instant_ms / day_ms)

/**
 * Whole seconds by a running total of each day (UTC) in the order of time: their sum is the active time of the day to within
 * a second, each differs from its span by less than one, and neither time that is added later nor days that are read
 * along change an entry. So a file and the bridge, which reads from day to day, say the same.
 */
function toEntries(pieces: Told[]): ImportedEntry[] {
  let total_ms = 0
  let day = Number.NaN
  return pieces.map(({ identity, place, start_ms, end_ms, app, title, url, secret, project }) => {
    const project_name = secret ? null : project
    if (dayOf(start_ms) !== day) [day, total_ms] = [dayOf(start_ms), 0]
    const before_s = Math.round(total_ms / 1_000)
    total_ms += end_ms - start_ms
    return {
      line: null,
      person: null,
      external_id: `aw:${identity}:${place}`,
      start_time: new Date(start_ms).toISOString(),
      end_time: new Date(end_ms).toISOString(),
      duration_seconds: Math.round(total_ms / 1_000) - before_s,
      activity_type: url ? 'website' : 'app',
      source: 'agent',
      project_name,
      project_from_editor: project_name !== null,
      tags: [],
      title: title?.slice(0, 2_000) ?? null,
      url: url?.slice(0, 4_000) ?? null,
      app: app?.slice(0, 300) ?? null,
      billable: null,
    }
  })
}
