import { randomUUID } from 'node:crypto'
import { endOf, pressedAt, type TimerStop } from '#domain/timers.ts'
import type { TimeEntry } from '#domain/time.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid } from '#server/platform/errors.ts'
import { uuidv7 } from '#server/platform/ids.ts'
import { addEntry } from '#server/time/add-entry.ts'
import { choosePlace } from '#server/time/choose-place.ts'
import { placeFor, rowFor, type EntryRow } from '#server/time/entry-row.ts'
import type { Names } from '#server/time/names.ts'
import { getEntry } from '#server/time/queries.ts'
import { removeTimer, type TimerRow } from './queries.ts'
import { lockRunning } from './run-timer.ts'

/**
 * What it ran becomes an entry of one's own. 422 at /end_time where it ran for more than 12 hours and nobody says what to keep, at
 * /pressed_at where Stop cannot have been pressed then; 409
 * `overlaps` where it would be billable over other billable time, `locked` in locked days, `not_running`. Then it goes on running.
 */
export async function stopTimer(
  tx: Database,
  names: Names,
  actor: Actor,
  stop: TimerStop,
  now_ms: number,
): Promise<TimeEntry> {
  const timer = await lockRunning(tx, actor, stop.id)
  const pressed = pressedAt(timer.started_at, stop, now_ms)
  if ('code' in pressed) throw invalid(pressed.pointer, pressed.code, pressed.message)
  const end = endOf(timer.started_at, stop.end_time, pressed.pressed_ms)
  if ('code' in end) throw invalid(end.pointer, end.code, end.message)
  const entry = await entryOf(tx, names, actor, timer, new Date(end.end_ms).toISOString(), now_ms)
  const row = { ...entry, ...(stop.billable !== undefined && { billable: stop.billable }) }
  await addEntry(tx, actor, row)
  await removeTimer(tx, actor.id!)
  return (await getEntry(tx, actor, row.id))!
}

async function entryOf(
  tx: Database,
  names: Names,
  actor: Actor,
  { started_at, account_id, deal_id, task_id }: TimerRow,
  end_time: string,
  now_ms: number,
): Promise<EntryRow> {
  const input = { start_time: started_at, end_time, external_id: `timer:${randomUUID()}` }
  const row = rowFor(uuidv7(now_ms), input, { user_id: actor.id!, zone: actor.zone }, 'manual', null, now_ms)
  if (!account_id && !deal_id && !task_id) return { ...row, ...placeFor(row, null, await names(tx)) }
  return { ...row, ...(await choosePlace(tx, actor, { account_id, deal_id, task_id })) }
}
