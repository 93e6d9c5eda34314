/** Periods as people name them. They stay relative: what is kept is the name, and its days follow from the day it is asked on. */

export const weekStarts = ['monday', 'sunday', 'saturday'] as const
export type WeekStart = (typeof weekStarts)[number]

export const periods = [
  'today',
  'this_week',
  'last_week',
  'this_month',
  'last_month',
  'this_quarter',
  'last_quarter',
  'this_year',
  'last_year',
  'last_7_days',
  'last_30_days',
  'last_90_days',
] as const
export type Period = (typeof periods)[number]

/** Both days included, as `YYYY-MM-DD`. */
export type DayRange = { date_from: string; date_to: string }

const day_ms = 86_400_000
const weekdayOf: Record<WeekStart, number> = { sunday: 0, monday: 1, saturday: 6 }

/** The days of a period on a day, `YYYY-MM-DD`: whole weeks, months, quarters and years, also where part of one is still to come. */
export function daysOf(period: Period, today: string, week_start: WeekStart): DayRange {
  const day_of_month = Number(today.slice(8))
  const month = shift(today, 1 - day_of_month)
  const week = weekOf(today, week_start)
  const quarter = monthsOn(month, -((Number(today.slice(5, 7)) - 1) % 3))
  const year = `${today.slice(0, 4)}-01-01`
  const between = (date_from: string, date_to: string): DayRange => ({ date_from, date_to })
  const ranges: Record<Period, DayRange> = {
    today: between(today, today),
    this_week: between(week, shift(week, 6)),
    last_week: between(shift(week, -7), shift(week, -1)),
    this_month: between(month, shift(monthsOn(month, 1), -1)),
    last_month: between(monthsOn(month, -1), shift(month, -1)),
    this_quarter: between(quarter, shift(monthsOn(quarter, 3), -1)),
    last_quarter: between(monthsOn(quarter, -3), shift(quarter, -1)),
    this_year: between(year, shift(monthsOn(year, 12), -1)),
    last_year: between(monthsOn(year, -12), shift(year, -1)),
    last_7_days: between(shift(today, -6), today),
    last_30_days: between(shift(today, -29), today),
    last_90_days: between(shift(today, -89), today),
  }
  return ranges[period]
}

/** The first day of the week a day is in. */
export const weekOf = (day: string, week_start: WeekStart) =>
  shift(day, -((weekdayAt(day) - weekdayOf[week_start] + 7) % 7))

/** The same days a year earlier; the last of February stands for one that is not there. */
export function yearBefore({ date_from, date_to }: DayRange): DayRange {
  return { date_from: dayLastYear(date_from), date_to: dayLastYear(date_to) }
}
function dayLastYear(day: string): string {
  const earlier = `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`
  return text(at(earlier)) === earlier ? earlier : `${earlier.slice(0, 8)}28`
}

/** Either end may be open. */
export type OpenRange = { date_from?: string | undefined; date_to?: string | undefined }

/** Days as the whole months among them, null where there is none, and what is left at both ends: together each day once. */
export function splitByMonth({ date_from, date_to }: OpenRange): { months: OpenRange | null; days: OpenRange[] } {
  // the last day of a month that is begun in its midst, and the first day of one that is left in it
  const head = date_from === undefined || date_from === firstOf(date_from) ? null : endOf(date_from)
  const tail = date_to === undefined || date_to === endOf(date_to) ? null : firstOf(date_to)
  const whole = { months: null, days: [{ date_from, date_to }] }
  if (head !== null && head >= (date_to ?? '9999-12-31')) return whole
  if (tail !== null && tail <= (date_from ?? '0000-01-01')) return whole
  const first = head === null ? date_from : shift(head, 1)
  if (tail !== null && tail === first) return whole
  return {
    months: { date_from: first, date_to: tail === null ? date_to : shift(tail, -1) },
    days: [
      ...(head === null ? [] : [{ date_from, date_to: head }]),
      ...(tail === null ? [] : [{ date_from: tail, date_to }]),
    ],
  }
}
const firstOf = (day: string) => `${day.slice(0, 8)}01`
function endOf(day: string): string {
  const date = at(firstOf(day))
  date.setUTCMonth(date.getUTCMonth() + 1, 0)
  return text(date)
}

// calendar days have no zone; UTC is only the arithmetic
const at = (day: string) => new Date(`${day}T00:00:00Z`)
const text = (date: Date) => date.toISOString().slice(0, 10)
const weekdayAt = (day: string) => at(day).getUTCDay()
/** So many days after a day; negative: before it. */
export const shift = (day: string, days: number) => text(new Date(at(day).getTime() + days * day_ms))

export const daysBetween = (day: string, later: string) =>
  Math.round((at(later).getTime() - at(day).getTime()) / day_ms)

/** From the first of a month to the first of another. */
export function monthsOn(first: string, months: number): string {
  const date = at(first)
  date.setUTCMonth(date.getUTCMonth() + months)
  return text(date)
}

/** Sentences come with days as `YYYY-MM-DD`; they are shown and printed as the reader writes them. */
export const sayDays = (sentence: string, say: (day: string) => string): string =>
  sentence.replaceAll(/\b\d{4}-\d{2}-\d{2}\b/g, say)
