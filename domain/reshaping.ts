/** Cutting an entry into parts, putting entries together, and other times for one. Sums stay exact to the second, whatever is cut where. Pure. */
import type { Span } from './spans.ts'

export type Timed = { start_time: string; end_time: string; duration_seconds: number }

/** Into so many equal parts, at these instants, or each so long; what is left of the last is a part too. */
export type Cuts = { parts?: number; at?: string[]; durations_seconds?: number[] }

/** What lies further apart is not one stretch of work. The pause itself never counts. */
export const longestPause_ms = 5 * 60_000

/** A place in an entry: when, and how many of its seconds were worked by then. */
type Place = { at_ms: number; worked_seconds: number }

/** The parts, in order, or in words why there are none. Each lasts a second at least; their durations sum to the entry's. */
export function partsOf(entry: Timed, cuts: Cuts): Timed[] | string {
  if (entry.duration_seconds === 0) return tooShort
  const from: Place = { at_ms: Date.parse(entry.start_time), worked_seconds: 0 }
  const until: Place = { at_ms: Date.parse(entry.end_time), worked_seconds: entry.duration_seconds }
  const places = placesOf(entry, cuts)
  if (places.some(({ at_ms }) => at_ms <= from.at_ms || at_ms >= until.at_ms))
    return cuts.at ? 'Not every one of these times lies within it.' : 'It is not as long as its parts would be.'
  const edges = [from, ...places, until]
  const parts = edges.slice(1).map((edge, place) => between(edges[place]!, edge))
  if (parts.length < 2) return 'It would stay one part.'
  return parts.every(({ duration_seconds }) => duration_seconds >= 1) ? parts : tooShort
}
const tooShort = 'A part would be shorter than a second.'

const between = (from: Place, until: Place): Timed => ({
  start_time: new Date(from.at_ms).toISOString(),
  end_time: new Date(until.at_ms).toISOString(),
  duration_seconds: until.worked_seconds - from.worked_seconds,
})

function placesOf(entry: Timed, { parts = 0, at, durations_seconds }: Cuts): Place[] {
  const start_ms = Date.parse(entry.start_time)
  const span_ms = Date.parse(entry.end_time) - start_ms
  const whole = entry.duration_seconds
  // where pauses were merged in, worked seconds are spread evenly over the span
  const afterWorking = (worked_seconds: number): Place => ({
    at_ms: start_ms + Math.round((span_ms * worked_seconds) / whole),
    worked_seconds,
  })
  if (at)
    return at
      .map((instant) => Date.parse(instant))
      .toSorted((a, b) => a - b)
      .map((at_ms) => ({ at_ms, worked_seconds: Math.round((whole * (at_ms - start_ms)) / span_ms) }))
  if (!durations_seconds)
    return Array.from({ length: parts - 1 }, (_, place) => afterWorking(Math.round((whole * (place + 1)) / parts)))
  const ends = durations_seconds.map((_, place) => sum(durations_seconds.slice(0, place + 1)))
  // what ends exactly where the entry does needs no cut
  return (ends.at(-1) === whole ? ends.slice(0, -1) : ends).map(afterWorking)
}

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0)

export type Joinable = Timed & {
  id: string
  user_id: string
  account_id: string | null
  deal_id: string | null
  task_id: string | null
  billable: boolean
  status: string
  zone: string
}

/** Which of these become one, each run in the order of time, and why the others do not. */
export function runsOf<E extends Joinable>(entries: readonly E[]): { runs: E[][]; reasons: Map<string, string> } {
  const sorted = entries.toSorted((a, b) =>
    a.user_id === b.user_id ? Date.parse(a.start_time) - Date.parse(b.start_time) : a.user_id < b.user_id ? -1 : 1,
  )
  const runs: E[][] = []
  const reasons = new Map<string, string>()
  for (const entry of sorted) {
    const run = runs.at(-1)
    const before = run?.at(-1)
    const fault = before ? whyApart(before, entry) : farApart
    if (fault === null) run!.push(entry)
    else runs.push([entry])
    if (fault === null || !before || fault === farApart) continue
    // what keeps two neighbours apart is said of both
    if (run!.length === 1) reasons.set(before.id, fault)
    reasons.set(entry.id, fault)
  }
  for (const [entry] of runs.filter(({ length }) => length === 1))
    if (!reasons.has(entry!.id)) reasons.set(entry!.id, farApart)
  return { runs: runs.filter(({ length }) => length > 1), reasons }
}

const farApart = `Nothing else of this person that you chose lies within ${longestPause_ms / 60_000} minutes of it.`

function whyApart(before: Joinable, after: Joinable): string | null {
  const pause_ms = Date.parse(after.start_time) - Date.parse(before.end_time)
  if (before.user_id !== after.user_id || pause_ms > longestPause_ms) return farApart
  if (pause_ms < 0) return 'It overlaps another of them: merging would count time twice.'
  if (before.status !== after.status) return 'Of it and its neighbour only one is placed.'
  if ((['account_id', 'deal_id', 'task_id'] as const).some((name) => before[name] !== after[name]))
    return 'Its neighbour is on something else. Map both to the same first.'
  if (before.billable !== after.billable) return 'Of it and its neighbour only one is billable.'
  if (before.zone !== after.zone) return 'Its neighbour was worked in another time zone.'
  return null
}

/** From the first start to the last end; pauses do not count. */
export const joined = (run: readonly Timed[]): Timed => ({
  start_time: run[0]!.start_time,
  end_time: run.at(-1)!.end_time,
  duration_seconds: sum(run.map(({ duration_seconds }) => duration_seconds)),
})

/** Seconds between its start and its end that do not count: pauses it was merged over. */
export const pausesIn = ({ start_time, end_time, duration_seconds }: Timed) =>
  Math.max(0, lengthOf({ start_ms: Date.parse(start_time), end_ms: Date.parse(end_time) }) - duration_seconds)

const lengthOf = ({ start_ms, end_ms }: Span) => Math.round((end_ms - start_ms) / 1_000)

/**
 * The seconds that count of an entry with other times, one at least. Only moved, it has what it had. Of what stays of its span as much
 * counts as if it were split there, pauses left out, and what lies beyond was worked.
 */
export function workedIn(entry: Timed, span: Span): number {
  const [start_ms, end_ms] = [Date.parse(entry.start_time), Date.parse(entry.end_time)]
  if (span.end_ms - span.start_ms === end_ms - start_ms) return entry.duration_seconds
  if (pausesIn(entry) === 0) return lengthOf(span)
  const kept_ms = Math.max(0, Math.min(span.end_ms, end_ms) - Math.max(span.start_ms, start_ms))
  const kept_seconds = (entry.duration_seconds * kept_ms) / (end_ms - start_ms)
  return Math.max(1, Math.round(kept_seconds + (span.end_ms - span.start_ms - kept_ms) / 1_000))
}

/** From this start on, the span in which so many seconds are worked; pauses lie in it as in `workedIn`. */
export function spanOfWork(entry: Timed, start_ms: number, worked_seconds: number): Span {
  const share = Math.min(1, worked_seconds / entry.duration_seconds)
  return { start_ms, end_ms: start_ms + (worked_seconds + Math.round(pausesIn(entry) * share)) * 1_000 }
}
