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

/**
 * `end_time`: what to keep. `pressed_at`: the moment Stop was pressed on a device that could not say so at once, and `sent_at`: now, both
 * by the clock of that device. What lies between them counts, so that a clock that is wrong does no harm.
 */
export const TimerStop = strict({
  id: Id,
  end_time: Type.Optional(Instant),
  pressed_at: Type.Optional(Instant),
  sent_at: Type.Optional(Instant),
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

/** When Stop was pressed, by our clock; now where nobody says, or why it cannot have been then. */
export function pressedAt(
  started_at: string,
  { end_time, pressed_at, sent_at }: Pick<TimerStop, 'end_time' | 'pressed_at' | 'sent_at'>,
  now_ms: number,
): { pressed_ms: number } | TimerFault {
  const fault = (code: string, message: string, pointer = '/pressed_at') => ({ pointer, code, message })
  if (pressed_at === undefined)
    return sent_at === undefined
      ? { pressed_ms: now_ms }
      : fault('one_of', 'It says when it was sent and not when Stop was pressed.', '/sent_at')
  if (end_time !== undefined) return fault('one_of', 'Say either when Stop was pressed or until when it counts.')
  if (sent_at === undefined)
    return fault('required', 'Say too what time the device has now: its clock may be wrong.', '/sent_at')
  const since_ms = Date.parse(sent_at) - Date.parse(pressed_at)
  if (since_ms < 0) return fault('in_the_future', 'Stop cannot have been pressed after it was sent.')
  const pressed_ms = now_ms - since_ms
  return pressed_ms < Date.parse(started_at) + shortest_ms
    ? fault('before_start', 'Stop was pressed before this timer had started.')
    : { pressed_ms }
}
/** An entry lasts a second at least. */
const shortest_ms = 1_000

/** Until when it counts, or why that has to be said first. `end_time` is what somebody wants to keep; the moment Stop was pressed where nobody said so. */
export function endOf(
  started_at: string,
  end_time: string | undefined,
  pressed_ms: number,
): { end_ms: number } | TimerFault {
  const start_ms = Date.parse(started_at)
  const end_ms = end_time === undefined ? pressed_ms : Date.parse(end_time)
  const fault = (code: string, message: string) => ({ pointer: '/end_time', code, message })
  if (end_time === undefined && pressed_ms - start_ms > forgottenAfter_ms)
    return fault('forgotten', 'It ran for more than 12 hours. Say until when it counts, or discard it.')
  if (end_ms > pressed_ms) return fault('in_the_future', 'It cannot end in the future.')
  return end_ms - start_ms < shortest_ms ? fault('end_not_after_start', 'It must end after it started.') : { end_ms }
}
