/** The review queue: whose turn it is, what is put off, and who was asked. */
import { shift } from './periods.ts'
import { Id, Instant, Nullable, Type, strict, type Static } from './shapes.ts'

/** mine: one's own time · team: that of others, once they had their days to place it themselves. */
export const queues = ['mine', 'team'] as const

const ids = Type.Array(Id, { minItems: 1, maxItems: 500, uniqueItems: true })

/** For oneself alone; null: back at once. At most 60 days. */
export const Snooze = strict({ ids, until: Nullable(Instant) })
export type Snooze = Static<typeof Snooze>
export const mostSnoozed_days = 60

/** Asks the person whose time it is to place it, or takes that back. */
export const ReviewRequest = strict({ ids, asked: Type.Boolean() })
export type ReviewRequest = Static<typeof ReviewRequest>

/** The same time was recorded twice: these count nowhere from now on, and can be released again from the quarantine. */
export const Duplicates = strict({ ids })

const isWeekend = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay() % 6 === 0

/**
 * Time of days before this one is everybody's to place who may: so many whole working days, Monday to Friday, lie between
 * it and today. `YYYY-MM-DD`.
 */
export function firstOwnDay(today: string, working_days: number): string {
  if (working_days === 0) return shift(today, 1)
  let day = today
  for (let left = working_days; left > 0;) {
    day = shift(day, -1)
    if (!isWeekend(day)) left--
  }
  return day
}

/**
 * The first day, `YYYY-MM-DD`, on which time of a day is its team's to place as well: the day after so many whole working days have
 * passed. The other way round of `firstOwnDay`.
 */
export function firstTeamDay(worked_on: string, working_days: number): string {
  if (working_days === 0) return worked_on
  let day = worked_on
  for (let left = working_days; left > 0;) {
    day = shift(day, 1)
    if (!isWeekend(day)) left--
  }
  return shift(day, 1)
}
