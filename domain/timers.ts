/** A person's running timer: what it is for, since when, and what becomes of it. */
import { Id, Instant, Nullable, Type, strict, type Static } from './shapes.ts'
import { forgottenAfter_ms, furthestStart_ms } from './timer-limits.ts'

const place = {
  account_id: Type.Optional(Nullable(Id)),
  deal_id: Type.Optional(Nullable(Id)),
  task_id: Type.Optional(Nullable(Id)),
}

export const Timer = strict({
  id: Id,
  started_at: Instant,
  account_id: Nullable(Id),
  account_name: Nullable(Type.String()),
  deal_id: Nullable(Id),
  deal_name: Nullable(Type.String()),
  task_id: Nullable(Id),
  task_title: Nullable(Type.String()),
})
export type Timer = Static<typeof Timer>
export const RunningTimer = strict({ timer: Nullable(Timer) })

/** On nothing: the entry finds its place like one that arrives. */
export const TimerStart = strict({
  started_at: Type.Optional(Instant),
  ...place,
})
export type TimerStart = Static<typeof TimerStart>
export const TimerChange = strict({ id: Id, started_at: Type.Optional(Instant), ...place })
export type TimerChange = Static<typeof TimerChange>

export const TimerStop = strict({
  id: Id,
  end_time: Type.Optional(Instant),
  billable: Type.Optional(Type.Boolean()),
})
export type TimerStop = Static<typeof TimerStop>
export const TimerDiscard = strict({ id: Id })

export type TimerFault = { pointer: string; code: string; message: string }

/** Why it cannot have been started then; null where it can. */
export function faultOfStart(started_at: string, now_ms: number): TimerFault | null {
  const start_ms = Date.parse(started_at)
  const fault = (code: string, message: string) => ({ pointer: '/started_at', code, message })
  if (start_ms > now_ms) return fault('in_the_future', 'A timer cannot start in the future.')
  return start_ms < now_ms - furthestStart_ms ? fault('too_long_ago', 'A timer can start at most 7 days ago.') : null
}

/** Until when it counts, or why that has to be said first. `end_time` is what somebody wants to keep; now where nobody said so. */
export function endOf(
  started_at: string,
  end_time: string | undefined,
  now_ms: number,
): { end_ms: number } | TimerFault {
  const start_ms = Date.parse(started_at)
  const end_ms = end_time === undefined ? now_ms : Date.parse(end_time)
  const fault = (code: string, message: string) => ({ pointer: '/end_time', code, message })
  if (end_time === undefined && now_ms - start_ms > forgottenAfter_ms)
    return fault('forgotten', 'It ran for more than 12 hours. Say until when it counts, or discard it.')
  if (end_ms > now_ms) return fault('in_the_future', 'It cannot end in the future.')
  // an entry lasts a second at least
  return end_ms - start_ms < 1_000 ? fault('end_not_after_start', 'It must end after it started.') : { end_ms }
}
