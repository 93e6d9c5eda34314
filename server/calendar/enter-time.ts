import { judgeClaim } from '#domain/time-claims.ts'
import type { HandEntry } from '#domain/time-deeds.ts'
import type { TimeEntry } from '#domain/time.ts'
import { dayLength_ms, startOfDay_ms } from '#domain/zones.ts'
import { takeTurn } from '#server/people/take-turn.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid } from '#server/platform/errors.ts'
import { uuidv7 } from '#server/platform/ids.ts'
import { findRoom } from '#server/sheets/find-room.ts'
import { addEntry } from '#server/time/add-entry.ts'
import { choosePlace } from '#server/time/choose-place.ts'
import { placeFor, rowFor, type EntryRow } from '#server/time/entry-row.ts'
import type { Names } from '#server/time/names.ts'
import { getEntry } from '#server/time/queries.ts'

/** Time of one's own by hand. 422 for what has not passed, for a day without room and for a place there is not; 409 as of any entry by hand. */
export async function enterTime(
  tx: Database,
  names: Names,
  actor: Actor,
  input: HandEntry,
  now_ms: number,
): Promise<TimeEntry> {
  // one at a time of a person: what is free in a day is free for one of two
  await takeTurn(tx, actor.id!)
  const span = await spanOf(tx, actor, input, now_ms)
  const row = await placed(tx, names, actor, rowOf(actor, input, span, now_ms), input)
  await addEntry(tx, actor, row, input.day === undefined ? '/start_time' : '/day')
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
  const wanted = {
    day: { start_ms, end_ms: start_ms + dayLength_ms(day, actor.zone) },
    seconds: duration_seconds,
    fields: { day: '/day', length: '/duration_seconds' },
  }
  const room = await findRoom(tx, actor.id!, wanted, now_ms)
  return { start_time: new Date(room.start_ms).toISOString(), end_time: new Date(room.end_ms).toISOString() }
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
