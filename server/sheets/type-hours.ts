import { durationOf } from '#domain/time-claims.ts'
import { type CellInput } from '#domain/week-sheets.ts'
import { instantsOf } from '#domain/zones.ts'
import { assertUnlocked } from '#server/locks/find-locks.ts'
import { takeTurn } from '#server/people/take-turn.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, invalid } from '#server/platform/errors.ts'
import { uuidv7 } from '#server/platform/ids.ts'
import { difference, track } from '#server/platform/track.ts'
import { choosePlace, type Choice } from '#server/time/choose-place.ts'
import { forLedger, rowFor, type EntryRow } from '#server/time/entry-row.ts'
import { deleteOwn, insertEntries, lockEntries, updateEntries } from '#server/time/write-queries.ts'
import { findRoom } from './find-room.ts'
import { findDay, newSheetId, type DayState } from './queries.ts'

/**
 * Makes a cell hold so much. What an agent recorded or somebody entered with its times stays as it is; the rest is one entry
 * of the sheet's own, laid where the day is free. @throws 409 in locked days and where the cell holds something else by now, 422 at /seconds where it
 * would be less than was recorded, more than the day has room for, or not worked yet; and where it says times that are taken
 */
export async function typeHours(tx: Database, actor: Actor, input: CellInput, now_ms: number): Promise<void> {
  const { day, seconds, was_seconds } = input
  await takeTurn(tx, actor.id!)
  const place = await choosePlace(tx, actor, { deal_id: input.deal_id ?? null, account_id: input.account_id ?? null })
  const state = await findDay(tx, actor.id!, day, place)
  await assertUnlocked(tx, actor, [wholeDay(actor, day, state)])
  const [typed] = state.typed_id === null ? [] : await lockEntries(tx, actor, [state.typed_id])
  // the entry may have been changed between the look and the lock
  if (state.placed_seconds !== was_seconds || state.typed_seconds !== (typed?.duration_seconds ?? 0))
    throw conflict('changed', 'This cell holds something else by now: look again before you change it.')
  const wanted_seconds = seconds - (state.placed_seconds - state.typed_seconds)
  if (wanted_seconds < 0)
    throw invalid(
      '/seconds',
      'less_than_recorded',
      'More than that was recorded; recorded time is corrected entry by entry.',
    )
  const at_ms = input.at_minutes === undefined || wanted_seconds === 0 ? null : clockOf(input, state, wanted_seconds)
  if (wanted_seconds === state.typed_seconds && at_ms === null) return
  if (wanted_seconds === 0) await takeBack(tx, actor, typed!)
  else await put(tx, actor, { place, state, wanted_seconds, at_ms, typed: typed ?? null }, now_ms)
}

/** Times say when all of it was; of a part beside what was recorded they do not say which. */
function clockOf({ day, seconds, at_minutes = 0 }: CellInput, { zone }: DayState, wanted_seconds: number): number {
  if (wanted_seconds !== seconds)
    throw invalid('/seconds', 'part_recorded', 'A part of it was recorded: write only how long it was in all.')
  const time = [Math.floor(at_minutes / 60), at_minutes % 60, 0].map((part) => String(part).padStart(2, '0')).join(':')
  return instantsOf({ date: day, time }, zone)[0]!
}

const wholeDay = (actor: Actor, day: string, { zone, start_ms, end_ms }: DayState) => ({
  id: day,
  user_id: actor.id!,
  zone,
  start_time: new Date(start_ms).toISOString(),
  end_time: new Date(end_ms).toISOString(),
  status: 'synced' as const,
})

async function takeBack(tx: Database, actor: Actor, typed: EntryRow): Promise<void> {
  await deleteOwn(tx, actor.id!, [typed.id])
  await track(tx, actor, 'time_entry.deleted', typed.id, { before: forLedger(typed) })
}

type Wanted = { place: Choice; state: DayState; wanted_seconds: number; at_ms: number | null; typed: EntryRow | null }

const sameField = { day: '/seconds', length: '/seconds' }

async function put(tx: Database, actor: Actor, wanted: Wanted, now_ms: number): Promise<void> {
  const { place, state, typed } = wanted
  const asked = {
    day: state,
    seconds: wanted.wanted_seconds,
    but: typed?.id ?? null,
    at_ms: wanted.at_ms,
    fields: sameField,
  }
  const span = await findRoom(tx, actor.id!, asked, now_ms)
  const claim = { start_time: new Date(span.start_ms).toISOString(), end_time: new Date(span.end_ms).toISOString() }
  if (typed === null) {
    const person = { user_id: actor.id!, zone: state.zone }
    const input = { ...claim, external_id: newSheetId() }
    const entry = { ...rowFor(uuidv7(now_ms), input, person, 'manual', null, now_ms), ...place }
    // an agent may have recorded that very stretch meanwhile: an hour is billable once
    if (!(await insertEntries(tx, [entry])).has(entry.id))
      throw conflict('changed', 'This day holds something else by now: look again before you change it.')
    await track(tx, actor, 'time_entry.created', entry.id, { after: forLedger(entry) })
  } else {
    // what was said of it in the table, such as its tags, stays
    const entry = { ...typed, ...claim, duration_seconds: durationOf(claim) }
    await updateEntries(tx, [entry])
    await track(tx, actor, 'time_entry.changed', entry.id, difference<object>(forLedger(typed), forLedger(entry)))
  }
}
