import { lockInWords } from '#domain/locks.ts'
import { judgeClaim } from '#domain/time-claims.ts'
import type { HandEntry } from '#domain/time-deeds.ts'
import type { TimeEntry } from '#domain/time.ts'
import { freeStretch } from '#domain/week-sheets.ts'
import { dayLength_ms, startOfDay_ms } from '#domain/zones.ts'
import { findLocks } from '#server/locks/find-locks.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid, Problem } from '#server/platform/errors.ts'
import { uuidv7 } from '#server/platform/ids.ts'
import { track } from '#server/platform/track.ts'
import { lockSheet, takenBy } from '#server/sheets/queries.ts'
import { choosePlace } from '#server/time/choose-place.ts'
import { assertNoOverlap } from '#server/time/correct-entries.ts'
import { forLedger, placeFor, rowFor, type EntryRow } from '#server/time/entry-row.ts'
import type { Names } from '#server/time/names.ts'
import { getEntry } from '#server/time/queries.ts'
import { insertEntries } from '#server/time/write-queries.ts'

/**
 * Time of one's own by hand. What an agent claims is kept aside where it cannot be; a person is told at once: 422 for what has not passed,
 * for a day without room and for a place there is not, 409 `locked` in locked days and `overlaps` over other billable time.
 */
export async function enterTime(
  tx: Database,
  names: Names,
  actor: Actor,
  input: HandEntry,
  now_ms: number,
): Promise<TimeEntry> {
  // one at a time of a person: what is free in a day is free for one of two
  await lockSheet(tx, actor.id!)
  const span = await spanOf(tx, actor, input, now_ms)
  const row = await placed(tx, names, actor, rowOf(actor, input, span, now_ms), input)
  await assertOpen(tx, actor, row, input.day === undefined ? '/start_time' : '/day')
  await assertNoOverlap(tx, [row])
  // an agent recorded the same stretch in this very moment
  if (!(await insertEntries(tx, [row])).has(row.id)) throw cameMeanwhile()
  await track(tx, actor, 'time_entry.created', row.id, { after: forLedger(row) })
  return (await getEntry(tx, actor, row.id))!
}

type Span = { start_time: string; end_time: string }

async function spanOf(tx: Database, actor: Actor, input: HandEntry, now_ms: number): Promise<Span> {
  const { start_time, end_time, day, duration_seconds } = input
  const [byClock, byLength] = [start_time ?? end_time, day ?? duration_seconds].map((given) => given !== undefined)
  if (byClock === byLength)
    throw invalid('', 'one_of', 'Say either start_time and end_time, or day and duration_seconds.')
  if (byLength) {
    if (day === undefined) throw invalid('/day', 'required', 'Say on which day.')
    if (duration_seconds === undefined) throw invalid('/duration_seconds', 'required', 'Say how long.')
    return freeSpan(tx, actor, day, duration_seconds, now_ms)
  }
  if (start_time === undefined) throw invalid('/start_time', 'required', 'Say from when.')
  if (end_time === undefined) throw invalid('/end_time', 'required', 'Say until when.')
  const { verdict, fault } = judgeClaim({ start_time, end_time }, now_ms)
  if (verdict === 'doubted')
    throw invalid('/end_time', 'in_the_future', 'It would end in the future: time is entered once it has passed.')
  if (verdict === 'refused') throw invalid(fault!.pointer, fault!.code, fault!.message)
  return { start_time, end_time }
}

/** Into what the day has free, as hours that are typed into a sheet. */
async function freeSpan(
  tx: Database,
  actor: Actor,
  day: string,
  duration_seconds: number,
  now_ms: number,
): Promise<Span> {
  const start_ms = startOfDay_ms(day, actor.zone)
  const end_ms = Math.min(start_ms + dayLength_ms(day, actor.zone), now_ms)
  if (end_ms <= start_ms) throw invalid('/day', 'in_the_future', 'This day has not begun yet.')
  const taken = await takenBy(tx, actor.id!, { start_ms, end_ms }, null)
  const free = freeStretch({ start_ms, end_ms }, taken, duration_seconds * 1_000)
  if (!free)
    throw invalid(
      '/duration_seconds',
      'no_room',
      'So much does not fit beside what else is recorded on this day, up to now and in one piece.',
    )
  return { start_time: new Date(free.start_ms).toISOString(), end_time: new Date(free.end_ms).toISOString() }
}

function rowOf(actor: Actor, { title, tags }: HandEntry, span: Span, now_ms: number): EntryRow {
  const person = { user_id: actor.id!, zone: actor.zone }
  const said = { ...(title && { title }), ...(tags && { tags }) }
  return rowFor(uuidv7(now_ms), { ...span, ...said }, person, 'manual', null, now_ms)
}

async function placed(
  tx: Database,
  names: Names,
  actor: Actor,
  row: EntryRow,
  { place, billable }: HandEntry,
): Promise<EntryRow> {
  const found = place ? await choosePlace(tx, actor, place) : placeFor(row, null, await names(tx))
  return { ...row, ...found, ...(billable !== undefined && { billable }) }
}

async function assertOpen(tx: Database, actor: Actor, row: EntryRow, pointer: string): Promise<void> {
  const [lock] = (await findLocks(tx, actor, [row])).values()
  if (!lock) return
  const message = lockInWords(lock)
  throw new Problem(409, 'locked', message, { errors: [{ pointer, code: 'locked', message }] })
}

function cameMeanwhile(): Problem {
  const message = 'It would overlap billable time that came in just now.'
  return new Problem(409, 'overlaps', message, { errors: [{ pointer: '/start_time', code: 'overlaps', message }] })
}
