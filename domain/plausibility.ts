/** What of the time of a day can be true: no day is longer than itself, and nobody does thousands of things on one. */
import type { DoubtKind } from './doubts.ts'
import type { Span } from './spans.ts'
import { toleratedClockSkew_ms } from './time-claims.ts'
import { dayLength_ms, dayOf, startOfDay_ms } from './zones.ts'

/** An entry every 17 seconds of a whole day; an agent that sends more has lost its mind. */
export const mostEntriesADay = 5_000

export type Arrival = Span & { user_id: string; zone: string }
export type Part = { user_id: string; zone: string; day: string; seconds: number; entries: number }
export type Recorded = { seconds: number; entries: number }
export const keyOf = ({ user_id, day }: { user_id: string; day: string }) => `${user_id} ${day}`

const quarter_ms = 15 * 60_000

/**
 * Cuts arrivals into the days of their person; the first day has the entry. No zone ever began a day between two quarters of
 * an hour since 1972, so days are worked out once a quarter and not once an entry.
 */
export function createDays(): (arrival: Arrival) => Part[] {
  const days = new Map<string, { day: string; end_ms: number }>()
  const dayAt = (instant_ms: number, zone: string) => {
    const key = `${zone} ${Math.floor(instant_ms / quarter_ms)}`
    const known = days.get(key)
    if (known) return known
    const day = dayOf(instant_ms, zone)
    const found = { day, end_ms: startOfDay_ms(day, zone) + dayLength_ms(day, zone) }
    days.set(key, found)
    return found
  }
  return ({ user_id, zone, start_ms, end_ms }) => {
    const parts: Part[] = []
    for (let at_ms = start_ms; at_ms < end_ms;) {
      const { day, end_ms: dayEnd_ms } = dayAt(at_ms, zone)
      const until_ms = Math.min(end_ms, dayEnd_ms)
      parts.push({ user_id, zone, day, seconds: (until_ms - at_ms) / 1_000, entries: at_ms === start_ms ? 1 : 0 })
      at_ms = until_ms
    }
    return parts
  }
}

const inHours = (seconds: number) => Math.round(seconds / 360) / 10

/** Why something is not believed: one word, and the reason for people. */
export type Doubt = { kind: DoubtKind; reason: string }

/** Judges arrivals in their order, beside what is recorded: null, or why it cannot be true. What is doubted does not count for the next. */
export function judgeDays(arrivals: Part[][], recorded: ReadonlyMap<string, Recorded>): (Doubt | null)[] {
  const days = new Map<string, Recorded>()
  return arrivals.map((parts) => {
    const sums = parts.map((part) => {
      const before = days.get(keyOf(part)) ?? recorded.get(keyOf(part)) ?? { seconds: 0, entries: 0 }
      return { part, seconds: before.seconds + part.seconds, entries: before.entries + part.entries }
    })
    for (const { part, seconds, entries } of sums) {
      const length = dayLength_ms(part.day, part.zone) / 1_000
      // seconds are whole where they are stored
      if (seconds > length + 1)
        return {
          kind: 'full_day',
          reason: `With it ${inHours(seconds)} h would be recorded on ${part.day}, a day of ${length / 3_600} h.`,
        }
      if (part.entries > 0 && entries > mostEntriesADay)
        return {
          kind: 'flood',
          reason: `More than ${mostEntriesADay} entries on ${part.day}: the agent sends more than anybody can do.`,
        }
    }
    for (const { part, seconds, entries } of sums) days.set(keyOf(part), { seconds, entries })
    return null
  })
}

/** Longer without a break nobody works at a screen: the agent does not see that nobody is there. */
export const longestWithoutBreak_ms = 18 * 3_600_000

/** One entry of an agent by itself. Whoever types a long one in knows why. */
export const judgeLength = ({ start_ms, end_ms }: Span): Doubt | null =>
  end_ms - start_ms > longestWithoutBreak_ms
    ? {
        kind: 'no_break',
        reason: `${inHours((end_ms - start_ms) / 1_000)} h without a break, nights included: the agent seems to have got stuck.`,
      }
    : null

/**
 * How far the clock of a sender may be off: as far ahead as an entry may end in the future (domain/time-claims). What a clock that
 * is further off recorded is kept aside and not corrected, since nobody knows whether it was off then; a person may say so.
 */
export const toleratedClock_s = toleratedClockSkew_ms / 1_000
export const isOff = (clock_s: number): boolean => Math.abs(clock_s) > toleratedClock_s

const inMinutes = (seconds: number) => {
  const minutes = Math.round(Math.abs(seconds) / 60)
  return minutes < 120 ? `${minutes} min` : `${inHours(Math.abs(seconds))} h`
}
const ahead = (clock_s: number) => `${inMinutes(clock_s)} ${clock_s > 0 ? 'ahead of' : 'behind'} ours`

/** `clock_s`: how many seconds ahead of ours the sender's clock ran when it sent; null where it did not say. */
export const judgeClock = (clock_s: number | null): Doubt | null =>
  clock_s !== null && isOff(clock_s)
    ? { kind: 'clock', reason: `The clock of the device that sent it runs ${ahead(clock_s)}.` }
    : null

/** Of a day on which it was off by so much at some time. */
export const driftOf = (day: string, clock_s: number): Doubt => ({
  kind: 'clock',
  reason: `On ${day} the clock of this device ran ${ahead(clock_s)} for a while, so its times of that day are not certain.`,
})
