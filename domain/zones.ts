/** Wall clocks and instants (IANA zones, RFC 5545's rules for gaps and repeats by Temporal). */
import { Temporal } from 'temporal-polyfill'

/** `YYYY-MM-DD` and `HH:MM:SS` as somebody read them off a clock. */
export type WallClock = { date: string; time: string }

/**
 * The instants a wall clock can mean, as Unix milliseconds, earliest first: two in the repeated hour of an autumn night,
 * else one. A time that a spring night skips is moved forward by the gap ('compatible').
 */
export function instantsOf({ date, time }: WallClock, zone: string): number[] {
  const local = Temporal.PlainDateTime.from(`${date}T${time}`)
  const at = (disambiguation: 'compatible' | 'later') =>
    local.toZonedDateTime(zone, { disambiguation }).epochMilliseconds
  const usual = at('compatible')
  const later = at('later')
  return later > usual ? [usual, later] : [usual]
}

/** The day it is at an instant (Unix milliseconds) in a zone. */
export const dayOf = (instant_ms: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(instant_ms).toZonedDateTimeISO(zone).toPlainDate().toString()

const clockAt = (instant_ms: number, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(instant_ms).toZonedDateTimeISO(zone)

/** A span as its person read it off the clock: `2026-11-28 09:10 to 10:12 (Europe/Berlin)`, the second day where it is another. */
export function spanInWords(start_time: string, end_time: string, zone: string): string {
  const [start, end] = [start_time, end_time].map((instant) => clockAt(Date.parse(instant), zone)) as [
    Temporal.ZonedDateTime,
    Temporal.ZonedDateTime,
  ]
  const clock = (at: Temporal.ZonedDateTime) => at.toPlainTime().toString({ smallestUnit: 'minute' })
  const [first, last] = [start, end].map((at) => at.toPlainDate().toString())
  return `${first} ${clock(start)} to ${first === last ? '' : `${last} `}${clock(end)} (${zone})`
}

/** Where a day, `YYYY-MM-DD`, begins in a zone, in Unix milliseconds: not at midnight where the clock skips it. */
export const startOfDay_ms = (day: string, zone: string): number =>
  Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds

/** 23, 24 or 25 hours, or half an hour beside them. */
export const dayLength_ms = (day: string, zone: string): number =>
  Temporal.PlainDate.from(day).toZonedDateTime(zone).hoursInDay * 3_600_000
