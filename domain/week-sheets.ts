/** A person's week by deal and day, and what is typed into it. */
import { lockKinds } from './locks.ts'
import { CalendarDate, Id, Nullable, OneOf, Type, strict, type Static } from './shapes.ts'
import type { Span } from './spans.ts'

const Seconds = Type.Integer({ minimum: 0 })

const Cell = strict({
  seconds: Type.Integer({ description: 'all that is on it' }),
  typed_seconds: Type.Integer({ description: 'of them, what was typed into the sheet' }),
})
export const sheetKinds = ['deal', 'account', 'internal'] as const
export const SheetRow = strict({
  kind: OneOf(sheetKinds),
  deal_id: Nullable(Id),
  deal_name: Nullable(Type.String()),
  account_id: Nullable(Id),
  account_name: Nullable(Type.String()),
  cells: Type.Array(Cell, { minItems: 7, maxItems: 7 }),
})
export type SheetRow = Static<typeof SheetRow>

export const WeekSheet = strict({
  zone: Type.String({ description: 'IANA; days are cut in it' }),
  days: Type.Array(
    strict({
      day: CalendarDate,
      hours: Type.Number({ description: 'how long this day is: 23 or 25 where the clock is changed' }),
      placed_seconds: Seconds,
      waiting_seconds: Seconds,
      quarantined_seconds: Seconds,
      locked: Nullable(OneOf(lockKinds)),
      submitted: Type.Boolean({ description: 'its week waits for approval' }),
    }),
    { minItems: 7, maxItems: 7 },
  ),
  rows: Type.Array(SheetRow),
})
export type WeekSheet = Static<typeof WeekSheet>

/** Seven days from this one on. */
export const WeekQuery = strict({ from: CalendarDate })

/** What a cell is to hold, and what it held when somebody looked. Neither deal nor account: internal work. */
export const CellInput = strict({
  /** The first of the seven days the answer is about. */
  from: CalendarDate,
  day: CalendarDate,
  deal_id: Type.Optional(Nullable(Id)),
  account_id: Type.Optional(Nullable(Id)),
  seconds: Type.Integer({ minimum: 0, maximum: 25 * 3_600 }),
  was_seconds: Type.Integer({ minimum: 0 }),
  /** Where they begin on the person’s clock, in minutes from midnight, if that was said: `14-15:30`. */
  at_minutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 24 * 60 - 1 })),
})
export type CellInput = Static<typeof CellInput>

/** Typed hours begin at nine unless something else is there. */
const usual_ms = 9 * 3_600_000

/**
 * Where hours that are typed without a time are put: into the first free stretch of the day from nine on, else into the first
 * there is, so that they never overlap anything. `day` ends now where it is today. Null where no stretch is long enough.
 */
export function freeStretch(day: Span, taken: Span[], length_ms: number): Span | null {
  const free = [{ start_ms: day.start_ms + usual_ms, end_ms: day.end_ms }, day]
    .flatMap((within) => gapsWithin(within, taken))
    .find(({ start_ms, end_ms }) => end_ms - start_ms >= length_ms)
  return free ? { start_ms: free.start_ms, end_ms: free.start_ms + length_ms } : null
}

/** Whether a stretch lies between these and within the day. */
export const isFree = (day: Span, taken: Span[], { start_ms, end_ms }: Span): boolean =>
  gapsWithin(day, taken).some((gap) => gap.start_ms <= start_ms && gap.end_ms >= end_ms)

function gapsWithin({ start_ms, end_ms }: Span, taken: Span[]): Span[] {
  const gaps: Span[] = []
  let at_ms = start_ms
  for (const span of taken.toSorted((a, b) => a.start_ms - b.start_ms)) {
    if (span.start_ms > at_ms) gaps.push({ start_ms: at_ms, end_ms: Math.min(span.start_ms, end_ms) })
    at_ms = Math.max(at_ms, span.end_ms)
  }
  return [...gaps, { start_ms: at_ms, end_ms }]
}

/**
 * Hours as people type them, in seconds: `1:30`, `1.5`, `1,5`, `1h 30m`, `90m`, and `9-10:30` by the clock. Empty is none. Null
 * for anything else, and for more than a day has.
 */
export function readHours(text: string): number | null {
  const tidy = text.trim().toLowerCase()
  if (tidy === '') return 0
  const seconds = byClock(tidy) ?? byUnits(tidy) ?? byPoint(tidy)
  return seconds !== null && seconds >= 0 && seconds <= 25 * 3_600 ? Math.round(seconds) : null
}

/** `9-10:30` by the clock, in minutes from midnight. Null for anything else, and for what ends before it begins. */
export function readClocks(text: string): { from_minutes: number; to_minutes: number } | null {
  const [, hour, minute = '0', until, toMinute = '0'] =
    /^(\d{1,2})(?::(\d{2}))?\s*[-–]\s*(\d{1,2})(?::(\d{2}))?$/.exec(text.trim()) ?? []
  if (hour === undefined) return null
  const [from_minutes, to_minutes] = [Number(hour) * 60 + Number(minute), Number(until) * 60 + Number(toMinute)]
  const isOnClock = Math.max(from_minutes, to_minutes) <= 24 * 60 && Number(minute) < 60 && Number(toMinute) < 60
  return isOnClock && to_minutes > from_minutes ? { from_minutes, to_minutes } : null
}

function byClock(text: string): number | null {
  const clocks = readClocks(text)
  return clocks && (clocks.to_minutes - clocks.from_minutes) * 60
}

function byUnits(text: string): number | null {
  const [whole, hours, minutes] = /^(?:(\d+(?:[.,]\d+)?)\s*h)?\s*(?:(\d+)\s*m(?:in)?)?$/.exec(text) ?? []
  if (whole === undefined || (hours === undefined && minutes === undefined)) return null
  return Number((hours ?? '0').replace(',', '.')) * 3_600 + Number(minutes ?? 0) * 60
}

function byPoint(text: string): number | null {
  const [, hours, minutes] = /^(\d{1,2}):([0-5]\d)$/.exec(text) ?? []
  if (hours !== undefined) return Number(hours) * 3_600 + Number(minutes) * 60
  return /^\d{1,2}(?:[.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) * 3_600 : null
}
