/** Days laid out by the clock: the entries that count, beside what the agent saw of them. */
import { lockKinds } from './locks.ts'
import { doubtKinds } from './doubts.ts'
import { CalendarDate, Id, Instant, Nullable, OneOf, Type, strict, type Static } from './shapes.ts'
import { entryStatuses, timeSources } from './time.ts'

/** Up to a week. Without `user_id`: one's own days. */
export const CalendarQuery = strict({
  user_id: Type.Optional(Id),
  from: CalendarDate,
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 7, default: 1 })),
})
export type CalendarQuery = Static<typeof CalendarQuery>

/** As many as one answer holds: a week of 500 a day. */
export const mostShown = 4_000

export const CalendarDay = strict({
  day: CalendarDate,
  start_time: Instant,
  end_time: Instant,
  hours: Type.Number({ description: 'how long this day is: 23 or 25 where the clock is changed' }),
  locked: Nullable(OneOf(lockKinds)),
  submitted: Type.Boolean({ description: 'its week waits for approval' }),
})
export type CalendarDay = Static<typeof CalendarDay>

/** An entry as far as it is drawn; a title only of one's own and of what one may read. */
export const CalendarEntry = strict({
  id: Id,
  version: Type.Integer(),
  start_time: Instant,
  end_time: Instant,
  duration_seconds: Type.Integer(),
  account_name: Nullable(Type.String()),
  deal_name: Nullable(Type.String()),
  task_title: Nullable(Type.String()),
  project_name: Nullable(Type.String()),
  project_from_editor: Type.Boolean(),
  title: Nullable(Type.String()),
  billable: Type.Boolean(),
  source: OneOf(timeSources),
  status: OneOf(entryStatuses),
  private: Type.Boolean(),
  doubt: Nullable(OneOf(doubtKinds)),
  locked: Nullable(OneOf(lockKinds)),
  submitted: Type.Boolean(),
})
export type CalendarEntry = Static<typeof CalendarEntry>

/** A stretch in which the agent saw one app, or several one after the other for less than a minute each. */
export const Seen = strict({
  start_time: Instant,
  end_time: Instant,
  name: Nullable(
    Type.String({ description: 'the app, or the host of the site; of several the one with the most time' }),
  ),
  events: Type.Integer(),
})
export type Seen = Static<typeof Seen>

export const TimeCalendar = strict({
  user_id: Id,
  user_name: Type.String(),
  zone: Type.String({ description: 'IANA, the person’s; days are cut in it' }),
  days: Type.Array(CalendarDay, { maxItems: 7 }),
  entries: Type.Array(CalendarEntry, { maxItems: mostShown }),
  /** What the agent recorded, before anybody changed it. Nobody but its person is given it. */
  evidence: Nullable(Type.Array(Seen)),
  more: Type.Boolean({ description: 'there is more in these days than one answer holds' }),
})
export type TimeCalendar = Static<typeof TimeCalendar>
