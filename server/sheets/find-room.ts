import type { Span } from '#domain/spans.ts'
import { freeStretch } from '#domain/week-sheets.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid } from '#server/platform/errors.ts'
import { takenBy } from './queries.ts'

type Wanted = {
  day: Span
  seconds: number
  /** The entry that is to be longer or shorter, which is in its own way no more. */
  but?: string | null
  /** What to name where the day has not begun, and where it has no room. */
  fields: { day: string; length: string }
}

/** Where hours without a time lie in what a person's day has free, up to now. 422 where it has not begun, or has no room for them. */
export async function findRoom(tx: Database, user_id: string, wanted: Wanted, now_ms: number): Promise<Span> {
  const { seconds, but = null, fields } = wanted
  const day = { start_ms: wanted.day.start_ms, end_ms: Math.min(wanted.day.end_ms, now_ms) }
  if (day.end_ms <= day.start_ms) throw invalid(fields.day, 'in_the_future', 'This day has not begun yet.')
  const room = freeStretch(day, await takenBy(tx, user_id, day, but), seconds * 1_000)
  if (!room)
    throw invalid(
      fields.length,
      'no_room',
      'So much does not fit beside what else is recorded on this day, up to now and in one piece.',
    )
  return room
}
