/** What is typed for when and how long, as instants of a zone. Loaded with the forms: it knows every change of every clock. */
import { spanOfWork, workedIn, type Timed } from '../../domain/reshaping.ts'
import type { Span } from '../../domain/spans.ts'
import { shift } from '../../domain/periods.ts'
import { readClocks, readHours } from '../../domain/week-sheets.ts'
import { dayOf, instantsOf } from '../../domain/zones.ts'

export type Typed = { span: Span; twice: boolean } | { seconds: number } | null

/** Null for what cannot be read. `twice`: the clock shows one of the times twice that night; the earlier is meant. */
export function readTyped(text: string, day: string, zone: string): Typed {
  const clocks = readClocks(text)
  if (clocks) {
    const from = instantsAt(day, clocks.from_minutes, zone)
    const to = instantsAt(day, clocks.to_minutes, zone)
    // of an end that is there twice the one after the start
    const end_ms = to.find((instant_ms) => instant_ms > from[0]!) ?? to[0]!
    return end_ms > from[0]! ? { span: { start_ms: from[0]!, end_ms }, twice: from.length + to.length > 2 } : null
  }
  const seconds = readHours(text)
  return seconds ? { seconds } : null
}

const two = (value: number) => String(value).padStart(2, '0')
const instantsAt = (day: string, minutes: number, zone: string) =>
  minutes === 24 * 60
    ? instantsOf({ date: shift(day, 1), time: '00:00:00' }, zone)
    : instantsOf({ date: day, time: `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:00` }, zone)

/** As one would type it, and on which day. */
export function typedFor({ start_ms, end_ms }: Span, zone: string): { day: string; text: string } {
  const day = dayOf(start_ms, zone)
  const clock = (instant_ms: number) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(instant_ms)
  const until = clock(end_ms)
  return { day, text: `${clock(start_ms)}-${until === '00:00' ? '24:00' : until}` }
}

type Given = {
  /** As it stood in the field before anything was typed. */
  first: Span
  start_ms: number
  /** What was said of them, in seconds; null where nothing was. */
  pauses: number | null
}

/** When the entry would be, and how many seconds of that count. A length is one of work: pauses come on top of it. */
export function timesMeant(
  entry: Timed,
  typed: NonNullable<Typed>,
  { first, start_ms, pauses }: Given,
): { span: Span; seconds: number } {
  if ('span' in typed) {
    // what is to the second stays so where its minute was not typed over
    const span = {
      start_ms: sameMinute(typed.span.start_ms, first.start_ms) ? first.start_ms : typed.span.start_ms,
      end_ms: sameMinute(typed.span.end_ms, first.end_ms) ? first.end_ms : typed.span.end_ms,
    }
    return { span, seconds: pauses === null ? workedIn(entry, span) : Math.round(lengthOf(span) / 1_000) - pauses }
  }
  const { seconds } = typed
  const span =
    pauses === null ? spanOfWork(entry, start_ms, seconds) : { start_ms, end_ms: start_ms + (seconds + pauses) * 1_000 }
  return { span, seconds }
}

const lengthOf = ({ start_ms, end_ms }: Span) => end_ms - start_ms
const sameMinute = (a_ms: number, b_ms: number) => Math.floor(a_ms / 60_000) === Math.floor(b_ms / 60_000)
