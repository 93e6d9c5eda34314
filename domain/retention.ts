/**
 * How long each class of what is recorded is kept, and when what is older goes. Off until a company says how long. Pure: the time is
 * handed in. Sources: GDPR article 5 (1) (e); DPDP Rules 2025, rule 8 (2): 48 hours' notice, rule 8 (3): logs for at least a year.
 */
import { CalendarDate, Id, Instant, Nullable, OneOf, Type, strict, type Static } from './shapes.ts'

/** evidence: titles, addresses and apps of entries · time_entries: entries, month by month · ledger: what it says of recorded time. */
export const dataClasses = ['evidence', 'time_entries', 'ledger'] as const
export type DataClass = (typeof dataClasses)[number]

export const termLimits: Record<DataClass, { unit: 'days' | 'months'; least: number; most: number }> = {
  evidence: { unit: 'days', least: 7, most: 3_650 },
  time_entries: { unit: 'months', least: 3, most: 240 },
  ledger: { unit: 'months', least: 12, most: 240 },
}

/** Hours between telling a person and the first removal of something of theirs. */
export const noticeHours = 48
/** People are told so many days before something of theirs is due, so that nothing waits for the notice. */
export const toldAhead_days = 3
/** Time of day of the run, UTC: jobs.ts starts it then. */
export const runAt = { hour: 2, minute: 7 }

/** Why a month stays although its time is over: somebody has to decide something in it first. */
export const monthHolds = ['waiting', 'aside', 'approved'] as const
export type MonthHold = (typeof monthHolds)[number]

/** What the next run removes. `more`: not everything was looked at, there may be more. */
export const Due = strict({
  before: Nullable(CalendarDate),
  next_run_at: Nullable(Instant),
  count: Type.Integer({ description: 'entries, or changes in the ledger' }),
  more: Type.Boolean(),
  people: Type.Integer(),
  /** Of time entries alone: each month that is over, oldest first. */
  months: Type.Array(
    strict({
      month: CalendarDate,
      entries: Type.Integer(),
      hold: Nullable(OneOf(monthHolds)),
    }),
  ),
})
export type Due = Static<typeof Due>

const keep = Nullable(Type.Integer({ minimum: 1, maximum: 3_650 }))
/** Evidence in days, the others in months; null: for good. `also_approved`: months with approved weeks go too. */
export const RetentionTermInput = strict({ keep, also_approved: Type.Optional(Type.Boolean()) })
export type RetentionTermInput = Static<typeof RetentionTermInput>

export const RetentionTerm = strict({
  id: Id,
  class: OneOf(dataClasses),
  keep,
  also_approved: Type.Boolean(),
  due: Due,
  version: Type.Integer({ minimum: 1 }),
  updated_at: Instant,
})
export type RetentionTerm = Static<typeof RetentionTerm>
export const RetentionTerms = strict({ data: Type.Array(RetentionTerm) })
export const DueQuery = strict({
  class: OneOf(dataClasses),
  keep: Type.Integer({ minimum: 1, maximum: 3_650 }),
  also_approved: Type.Optional(Type.Boolean()),
})

/** For the person: how long theirs is kept, and when something of it goes for the first time or next. */
export const OwnRetention = strict({
  data: Type.Array(
    strict({
      class: OneOf(dataClasses),
      keep,
      told_at: Nullable(Instant),
      removed_at: Nullable(Instant),
      before: Nullable(CalendarDate),
    }),
  ),
})
export type OwnRetention = Static<typeof OwnRetention>

const hour_ms = 3_600_000
const day_ms = 24 * hour_ms
const dayOf = (instant_ms: number) => new Date(instant_ms).toISOString().slice(0, 10)

/** The first day that is kept, `YYYY-MM-DD`: of months whole ones, this one beside them. */
export function firstKept(of: DataClass, keep: number, now_ms: number): string {
  if (termLimits[of].unit === 'days') return dayOf(now_ms - keep * day_ms)
  const now = new Date(now_ms)
  return dayOf(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - keep, 1))
}

/** The first run at or after an instant. */
export function nextRun_ms(from_ms: number): number {
  const run_ms = Math.floor(from_ms / day_ms) * day_ms + runAt.hour * hour_ms + runAt.minute * 60_000
  return run_ms >= from_ms ? run_ms : run_ms + day_ms
}

/** The first run that may remove something of who is told at that moment. */
export const firstRunFor_ms = (told_ms: number, now_ms: number): number =>
  nextRun_ms(Math.max(now_ms, told_ms + noticeHours * hour_ms))

/** People are told anew where more goes than they were told of. */
export const takesMore = (
  before: { keep: number | null; also_approved: boolean },
  after: { keep: number | null; also_approved: boolean },
): boolean =>
  after.keep !== null &&
  (before.keep === null || after.keep < before.keep || (after.also_approved && !before.also_approved))

/** In words, for the notice: "90 days", "1 month". */
export const termInWords = (of: DataClass, keep: number): string =>
  `${keep} ${keep === 1 ? termLimits[of].unit.slice(0, -1) : termLimits[of].unit}`
