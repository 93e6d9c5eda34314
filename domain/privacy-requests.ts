/** What people ask of what is held about them: to correct it (GDPR article 16) or to erase it (17), and what came of it. Pure. */
import {
  CalendarDate,
  Id,
  Instant,
  Nullable,
  OneOf,
  Page,
  Type,
  listFields,
  rowFields,
  strict,
  type Static,
} from './shapes.ts'

export const requestKinds = ['correction', 'erasure'] as const
/** entry: one of one's own · days: all that was recorded on them · evidence: the titles, addresses and apps of everything. */
export const requestMatters = ['entry', 'days', 'evidence'] as const
/** running: it was granted, and is being erased. */
export const requestStates = ['open', 'running', 'done', 'refused', 'withdrawn'] as const

const Words = Type.String({ tidy: true, minLength: 1, maxLength: 1_000 })
const asked = { kind: OneOf(requestKinds), about: OneOf(requestMatters) }

export const PrivacyRequestInput = strict({
  ...asked,
  entry_id: Type.Optional(Id),
  date_from: Type.Optional(CalendarDate),
  date_to: Type.Optional(CalendarDate),
  reason: Words,
})
export type PrivacyRequestInput = Static<typeof PrivacyRequestInput>

const Count = Type.Integer({ minimum: 0 })
/** `removed`: gone for good · `kept`: locked, or asked for without their hours: they stay as hours without title, address and app. */
export const ErasureOutcome = strict({
  removed_entries: Count,
  removed_seconds: Count,
  kept_entries: Count,
  kept_seconds: Count,
  payloads: Type.Integer({ minimum: 0, description: 'changes in the audit that lost what they said' }),
})
export type ErasureOutcome = Static<typeof ErasureOutcome>
export const nothingErased: ErasureOutcome = {
  removed_entries: 0,
  removed_seconds: 0,
  kept_entries: 0,
  kept_seconds: 0,
  payloads: 0,
}

export const PrivacyRequest = strict({
  ...rowFields,
  ...asked,
  user_id: Id,
  user_name: Type.String(),
  entry_id: Nullable(Id),
  entry_start: Nullable(Instant),
  entry_end: Nullable(Instant),
  date_from: Nullable(CalendarDate),
  date_to: Nullable(CalendarDate),
  reason: Type.String(),
  state: OneOf(requestStates),
  due_on: CalendarDate,
  overdue: Type.Boolean({ description: 'nobody answered by the due day' }),
  answer: Nullable(Type.String()),
  decided_by: Nullable(Id),
  decided_by_name: Nullable(Type.String()),
  decided_at: Nullable(Instant),
  outcome: Nullable(ErasureOutcome),
})
export type PrivacyRequest = Static<typeof PrivacyRequest>
export const PrivacyRequestPage = Page(PrivacyRequest)

/** What a grant would do now; null where nothing would be erased by it. */
export const PrivacyRequestDetail = strict({
  ...PrivacyRequest.properties,
  affected: Nullable(
    strict(
      { entries: Count, seconds: Count, locked_entries: Count, locked_seconds: Count },
      {
        description: 'of these, the locked stay as hours; so do all where only evidence is asked for',
      },
    ),
  ),
})
export type PrivacyRequestDetail = Static<typeof PrivacyRequestDetail>

export const OwnRequestQuery = strict(listFields(['created_at']))
export type OwnRequestQuery = Static<typeof OwnRequestQuery>
export const PrivacyRequestQuery = strict({
  ...listFields(['due_on']),
  state: Type.Optional(Type.Array(OneOf(requestStates), { maxItems: 5 })),
  kind: Type.Optional(Type.Array(OneOf(requestKinds), { maxItems: 2 })),
  user_id: Type.Optional(Type.Array(Id, { maxItems: 50 })),
})
export type PrivacyRequestQuery = Static<typeof PrivacyRequestQuery>

/** What the person reads beside it; of a correction it says what was put right. */
export const RequestGrant = strict({ answer: Type.Optional(Nullable(Words)) })
export const RequestRefusal = strict({ answer: Words })

/** A month after it came, `YYYY-MM-DD` (GDPR article 12 (3)); of a shorter month its last day (Regulation 1182/71, article 3 (2) (c)). */
export function dueOn(day: string): string {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))]
  const next = new Date(Date.UTC(year, month, 1))
  const days_in_next = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  next.setUTCDate(Math.min(Number(day.slice(8)), days_in_next))
  return next.toISOString().slice(0, 10)
}

type Fault = { pointer: string; code: string; message: string }
const fault = (pointer: string, code: string, message: string): Fault => ({ pointer, code, message })

/** What does not fit together in what is asked; null where all of it does. */
export function whyNotAsked({ kind, about, entry_id, date_from, date_to }: PrivacyRequestInput): Fault | null {
  if (kind === 'correction' && about === 'evidence')
    return fault('/about', 'not_correctable', 'Say of which entry or days something is wrong.')
  if (about === 'entry' && !entry_id) return fault('/entry_id', 'required', 'Say which entry.')
  if (about !== 'entry' && entry_id) return fault('/entry_id', 'not_asked', 'An entry is named where it is about one.')
  if (about !== 'days' && date_from) return fault('/date_from', 'not_asked', 'Days are named where it is about days.')
  if (about !== 'days' && date_to) return fault('/date_to', 'not_asked', 'Days are named where it is about days.')
  if (about !== 'days') return null
  if (!date_from) return fault('/date_from', 'required', 'Say from which day.')
  if (!date_to) return fault('/date_to', 'required', 'Say to which day.')
  return date_to < date_from ? fault('/date_to', 'before_start', 'The last day is before the first.') : null
}
