import type { Span } from '#domain/spans.ts'
import { freeStretch, isFree } from '#domain/week-sheets.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid } from '#server/platform/errors.ts'
import { takenBy } from './queries.ts'

type Wanted = {
  day: Span
  seconds: number
  /** The entry that is to be longer or shorter, which is in its own way no more. */
  but?: string | null
  /** Where they have to begin, if somebody said that. */
  at_ms?: number | null
  /** What to name where the day has not begun, and where it has no room. */
  fields: { day: string; length: string }
}

/** Where hours without a time lie in what a person's day has free, up to now. 422 where it has not begun, or has no room for them. */
export async function findRoom(tx: Database, user_id: string, wanted: Wanted, now_ms: number): Promise<Span> {
  const { seconds, but = null, at_ms = null, fields } = wanted
  const day = { start_ms: wanted.day.start_ms, end_ms: Math.min(wanted.day.end_ms, now_ms) }
  if (day.end_ms <= day.start_ms) throw invalid(fields.day, 'in_the_future', 'This day has not begun yet.')
  const taken = await takenBy(tx, user_id, day, but)
  if (at_ms !== null) return roomAt({ start_ms: at_ms, end_ms: at_ms + seconds * 1_000 }, day, taken, fields)
  const room = freeStretch(day, taken, seconds * 1_000)
  if (!room)
    throw invalid(
      fields.length,
      'no_room',
      'So much does not fit beside what else is recorded on this day, up to now and in one piece.',
    )
  return room
}

function roomAt(span: Span, day: Span, taken: Span[], { length }: Wanted['fields']): Span {
  if (span.end_ms > day.end_ms) throw invalid(length, 'in_the_future', 'These hours are not over yet.')
  if (!isFree(day, taken, span))
    throw invalid(
      length,
      'no_room',
      'Something else is recorded between these times. Say only how long it was, or change that.',
    )
  return span
}
