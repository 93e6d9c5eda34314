/** Starting, changing and discarding one's timer. */
import { faultOfStart, type TimerChange, type TimerStart } from '#domain/timers.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, invalid } from '#server/platform/errors.ts'
import { difference, track } from '#server/platform/track.ts'
import { choosePlace } from '#server/time/choose-place.ts'
import { insertTimer, lockTimer, removeTimer, updateTimer, type TimerFields, type TimerRow } from './queries.ts'

/** 409 where one runs already; 422 for a place that is not there, or a start that cannot be. */
export async function startTimer(tx: Database, actor: Actor, start: TimerStart, now_ms: number): Promise<void> {
  const fields = await fieldsOf(tx, actor, start, new Date(now_ms).toISOString(), now_ms)
  const id = await insertTimer(tx, actor.id!, fields)
  if (!id) throw conflict('timer_running', 'A timer runs already. Stop or discard it first.')
  await track(tx, actor, 'timer.started', id, { after: fields })
}

export async function changeTimer(tx: Database, actor: Actor, change: TimerChange, now_ms: number): Promise<void> {
  const { id: _id, ...before } = await lockRunning(tx, actor, change.id)
  const moved = 'deal_id' in change || 'task_id' in change || 'account_id' in change
  const wanted = moved ? change : { ...before, ...change }
  const after = await fieldsOf(tx, actor, wanted, before.started_at, now_ms)
  const told = difference<object>(before, after)
  if (Object.keys(told.after).length === 0) return
  await updateTimer(tx, actor.id!, after)
  await track(tx, actor, 'timer.changed', change.id, told)
}

export async function discardTimer(tx: Database, actor: Actor, id: string): Promise<void> {
  const { id: _id, ...before } = await lockRunning(tx, actor, id)
  await removeTimer(tx, actor.id!)
  await track(tx, actor, 'timer.discarded', id, { before })
}

/** The one that was looked at; 409 where another runs by now, or none. */
export async function lockRunning(tx: Database, actor: Actor, id: string): Promise<TimerRow> {
  const running = await lockTimer(tx, actor.id!)
  if (running?.id !== id)
    throw conflict('not_running', 'This timer does not run any more: it was stopped, or another one was started.')
  return running
}

async function fieldsOf(
  tx: Database,
  actor: Actor,
  { started_at, account_id, deal_id, task_id }: TimerStart,
  otherwise: string,
  now_ms: number,
): Promise<TimerFields> {
  const start = new Date(started_at ?? otherwise).toISOString()
  const fault = faultOfStart(start, now_ms)
  if (fault) throw invalid(fault.pointer, fault.code, fault.message)
  if (!account_id && !deal_id && !task_id) return { started_at: start, account_id: null, deal_id: null, task_id: null }
  const place = await choosePlace(tx, actor, { account_id, deal_id, task_id } as object)
  return { started_at: start, account_id: place.account_id, deal_id: place.deal_id, task_id: place.task_id }
}
