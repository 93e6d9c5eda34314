/** Time that is not believed, and what a person decides about it: it is time after all, it is none, or it is doubted again. */
import { CalendarDate, Id, Nullable, OneOf, Page, Type, listFields, strict, type Static } from './shapes.ts'
import { doubtKinds } from './doubts.ts'
import { TimeEntry } from './time.ts'

const ids = Type.Array(Id, { minItems: 1, maxItems: 500, uniqueItems: true })
const reason = Type.String({ tidy: true, minLength: 3, maxLength: 500 })

/**
 * `billable` false releases what overlaps other billable time. `correct_clock` moves it by what its sender's clock was off when it
 * sent; only where that was measured.
 */
export const QuarantineRelease = strict({
  ids,
  reason,
  billable: Type.Optional(Type.Boolean()),
  correct_clock: Type.Optional(Type.Boolean()),
})
export type QuarantineRelease = Static<typeof QuarantineRelease>
export const QuarantineDecision = strict({ ids, reason })
export type QuarantineDecision = Static<typeof QuarantineDecision>

/**
 * An entry that is aside. `device_name`: what sent it; `clock_seconds`: how far its clock ran ahead of ours, where measured. The named deal and
 * task are where it goes when it is released.
 */
export const QuarantinedEntry = strict({
  ...TimeEntry.properties,
  doubt: OneOf(doubtKinds),
  device_name: Nullable(Type.String()),
  clock_seconds: Nullable(Type.Integer()),
  named_deal_name: Nullable(Type.String()),
  named_task_title: Nullable(Type.String()),
})
export type QuarantinedEntry = Static<typeof QuarantinedEntry>
export const QuarantinedPage = Page(QuarantinedEntry)
export const QuarantineQuery = strict({
  ...listFields(['start_time', 'duration_seconds']),
  doubt: Type.Optional(Type.Array(OneOf(doubtKinds), { maxItems: doubtKinds.length })),
  user_id: Type.Optional(Type.Array(Id, { maxItems: 50 })),
  device_id: Type.Optional(Type.Array(Id, { maxItems: 50 })),
  date_from: Type.Optional(CalendarDate),
  date_to: Type.Optional(CalendarDate),
  discarded: Type.Optional(Type.Boolean()),
})
export type QuarantineQuery = Static<typeof QuarantineQuery>

const sums = { entries: Type.Integer(), seconds: Type.Integer() }
/** What waits for a decision: by kind of doubt, and by the devices with the most, at most 50. */
export const QuarantineSummary = strict({
  ...sums,
  doubts: Type.Array(strict({ doubt: OneOf(doubtKinds), ...sums })),
  devices: Type.Array(strict({ id: Id, name: Type.String(), ...sums })),
})
export type QuarantineSummary = Static<typeof QuarantineSummary>
