/** What an agent recorded, beside times that a person has set since: their word stands, and the record stays what it was. */
import { compareResent } from '#domain/time-claims.ts'
import type { EntryRow } from './entry-row.ts'
import type { StoredEntry } from './write-queries.ts'

const sameSpan = (row: EntryRow, start_time: string, end_time: string) =>
  Date.parse(row.start_time) === Date.parse(start_time) && Date.parse(row.end_time) === Date.parse(end_time)

/** The entry with other times, and what was recorded beside them; nothing where they are that again. Parts have no record of their own. */
export function besideRecorded<E extends EntryRow>(before: StoredEntry, after: E): E {
  if (before.source !== 'agent' || before.made_in !== null) return after
  const recorded_start = before.recorded_start ?? before.start_time
  const recorded_end = before.recorded_end ?? before.end_time
  return sameSpan(after, recorded_start, recorded_end)
    ? { ...after, recorded_start: null, recorded_end: null }
    : { ...after, recorded_start, recorded_end }
}

/** What is sent again is compared with what was recorded. Where a person has set the times it grows no more. */
export function repeatOf(known: EntryRow, sent: EntryRow): ReturnType<typeof compareResent> {
  const { recorded_start, recorded_end } = known
  if (recorded_start === null || recorded_end === null) return compareResent(known, sent)
  const { duration_seconds } = sent
  const repeat = compareResent({ ...known, start_time: recorded_start, end_time: recorded_end, duration_seconds }, sent)
  return repeat === 'grown' ? 'duplicate' : repeat
}
