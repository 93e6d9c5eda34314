/**
 * ActivityWatch exports: window events cut to the time the person was at the keyboard (the canonical query of aw-client,
 * without flooding), from both servers' forms. Times are Unix milliseconds inside, RFC 3339 UTC outside.
 */
import type { Hash, ImportedEntry } from './time-imports.ts'

export type AwEvent = { timestamp: string; duration?: number; data?: Record<string, unknown> }
export type AwBucket = { id: string; type: string; hostname: string; device_id: string | null; events: AwEvent[] }
type Span = { start_ms: number; end_ms: number }
type Window = Span & { identity: string; app: string | null; title: string | null; url: string | null }
export type AwResult = { entries: ImportedEntry[]; active_ms: number; notes: string[]; malformed: number }

/** `now_ms` clamps events that reach into the future. Entries are oldest first; their seconds sum to the active time. */
export function activeEntries(buckets: AwBucket[], now_ms: number, hash: Hash): AwResult {
  const result: AwResult = { entries: [], active_ms: 0, notes: [], malformed: 0 }
  const hosts = Map.groupBy(buckets, ({ device_id, hostname }) => device_id ?? hostname)
  for (const [host, own] of [...hosts].sort(([a], [b]) => (a < b ? -1 : 1))) readHost(host, own, now_ms, hash, result)
  const unused = new Set(
    buckets.map(({ type }) => type).filter((type) => type !== 'currentwindow' && type !== 'afkstatus'),
  )
  if (unused.size > 0) result.notes.push(`Not counted as time of its own: ${[...unused].sort().join(', ')}.`)
  if (result.malformed > 0) result.notes.push(`${result.malformed} events could not be read and were left out.`)
  return result
}

function readHost(host: string, buckets: AwBucket[], now_ms: number, hash: Hash, result: AwResult): void {
  const windows = buckets.filter(({ type }) => type === 'currentwindow')
  if (windows.length === 0) return
  const afk = buckets.filter(({ type }) => type === 'afkstatus')
  if (afk.length === 0) {
    result.notes.push(
      `${host} has no record of presence (no afk bucket): its window time is unverified and not imported.`,
    )
    return
  }
  const present = union(
    afk.flatMap(({ events }) =>
      events
        .filter(({ data }) => data?.['status'] === 'not-afk')
        .flatMap((event) => spanOf(event, now_ms, result) ?? []),
    ),
  )
  const raw = windows.flatMap((bucket) =>
    bucket.events.flatMap((event) => windowOf(host, bucket.id, event, now_ms, result) ?? []),
  )
  const zero = raw.filter(({ start_ms, end_ms }) => start_ms === end_ms).length
  if (zero > 0) result.notes.push(`${zero} window events of ${host} have no length and add no time.`)
  const pieces = cut(withoutOverlap(grownOnly(raw)), present)
  const active_ms = pieces.reduce((sum, { start_ms, end_ms }) => sum + end_ms - start_ms, 0)
  result.entries.push(...numbered(pieces, hash))
  result.active_ms += active_ms
}

function spanOf({ timestamp, duration = 0 }: AwEvent, now_ms: number, result: AwResult): Span | null {
  const start_ms = instant(timestamp)
  const length_ms = Math.round(duration * 1_000)
  if (!Number.isFinite(start_ms) || !Number.isFinite(length_ms) || length_ms < 0) {
    result.malformed += 1
    return null
  }
  return { start_ms: Math.min(start_ms, now_ms), end_ms: Math.min(start_ms + length_ms, now_ms) }
}

/** A time without a zone is UTC (aw_core). Nanoseconds of the Rust server are rounded to milliseconds. */
function instant(text: unknown): number {
  if (typeof text !== 'string') return Number.NaN
  const [, whole, fraction = '', zone = ''] =
    /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?$/i.exec(text) ?? []
  if (!whole) return Number.NaN
  return Date.parse(`${whole.replace(' ', 'T')}${zone || 'Z'}`) + Math.round(Number(`0.${fraction || '0'}`) * 1_000)
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
const isWithheld = (title: string | null) => title !== null && /^(excluded|redacted)$/i.test(title)

function windowOf(host: string, bucket: string, event: AwEvent, now_ms: number, result: AwResult): Window | null {
  const span = spanOf(event, now_ms, result)
  if (!span) return null
  const data = event.data ?? {}
  const title = text(data['title'])
  const secret = data['incognito'] === true
  const identity = JSON.stringify([host, bucket, span.start_ms, canonical(data)])
  return {
    ...span,
    identity,
    app: text(data['app']),
    title: isWithheld(title) || secret ? null : title,
    url: secret ? null : text(data['url']),
  }
}

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
function grownOnly(windows: Window[]): Window[] {
  const longest = new Map<string, Window>()
  for (const window of windows) {
    const known = longest.get(window.identity)
    if (!known || window.end_ms > known.end_ms) longest.set(window.identity, window)
  }
  return [...longest.values()]
}

/** No moment counts twice: where windows overlap, the one that came into focus later has it. */
function withoutOverlap(windows: Window[]): Window[] {
  const sorted = windows
    .filter(({ start_ms, end_ms }) => end_ms > start_ms)
    .sort((a, b) => a.start_ms - b.start_ms || b.end_ms - a.end_ms || (a.identity < b.identity ? -1 : 1))
  const kept: Window[] = []
  // rest: what a long window still has after shorter ones inside it
  const open: Window[] = []
  const put = (window: Window, start_ms: number, end_ms: number) => {
    if (end_ms > start_ms) kept.push({ ...window, start_ms, end_ms })
  }
  let cursor_ms = -Infinity
  const advance = (until_ms: number) => {
    for (let top = open.at(-1); top && cursor_ms < until_ms; top = open.at(-1)) {
      put(top, cursor_ms, Math.min(top.end_ms, until_ms))
      cursor_ms = Math.max(cursor_ms, Math.min(top.end_ms, until_ms))
      if (top.end_ms <= cursor_ms) open.pop()
    }
    cursor_ms = Math.max(cursor_ms, until_ms)
  }
  for (const window of sorted) {
    advance(window.start_ms)
    // of two that start together the longer keeps the moment
    if (open.at(-1)?.start_ms === window.start_ms) continue
    open.push(window)
  }
  advance(Infinity)
  return kept
}

export function union(spans: Span[]): Span[] {
  const merged: Span[] = []
  for (const span of spans
    .filter(({ start_ms, end_ms }) => end_ms > start_ms)
    .sort((a, b) => a.start_ms - b.start_ms)) {
    const last = merged.at(-1)
    if (last && span.start_ms <= last.end_ms) last.end_ms = Math.max(last.end_ms, span.end_ms)
    else merged.push({ ...span })
  }
  return merged
}

function cut(windows: Window[], present: Span[]): Window[] {
  const pieces: Window[] = []
  let first = 0
  for (const window of windows) {
    while (first < present.length && present[first]!.end_ms <= window.start_ms) first++
    for (let index = first; index < present.length && present[index]!.start_ms < window.end_ms; index++) {
      const start_ms = Math.max(window.start_ms, present[index]!.start_ms)
      const end_ms = Math.min(window.end_ms, present[index]!.end_ms)
      if (end_ms > start_ms) pieces.push({ ...window, start_ms, end_ms })
    }
  }
  return pieces
}

/**
 * Whole seconds by running total, so that their sum is the active time to within a second and each differs from its span by
 * less than one. The id is the event's and the number of the piece: an event that grows keeps it.
 */
function numbered(pieces: Window[], hash: Hash): ImportedEntry[] {
  const places = new Map<string, number>()
  let total_ms = 0
  return pieces.map(({ identity, start_ms, end_ms, app, title, url }) => {
    const place = places.get(identity) ?? 0
    places.set(identity, place + 1)
    const before_s = Math.round(total_ms / 1_000)
    total_ms += end_ms - start_ms
    return {
      line: null,
      person: null,
      external_id: `aw:${hash(identity)}:${place}`,
      start_time: new Date(start_ms).toISOString(),
      end_time: new Date(end_ms).toISOString(),
      duration_seconds: Math.round(total_ms / 1_000) - before_s,
      activity_type: url ? 'website' : 'app',
      source: 'agent',
      project_name: null,
      tags: [],
      title: title?.slice(0, 2_000) ?? null,
      url: url?.slice(0, 4_000) ?? null,
      app: app?.slice(0, 300) ?? null,
      billable: null,
    }
  })
}
