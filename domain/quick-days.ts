/** Days as people type them in a line. A day is `YYYY-MM-DD`; one that is past is meant where the year is said, else the next. */
import { daysOf, shift, type WeekStart } from './periods.ts'

/** The calendar of whoever types. */
export type Now = { today: string; week_start: WeekStart }

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const longWeekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const longMonths = 'january february march april may june july august september october november december'.split(' ')

/** "today", "fri", "next mon", "in 3 days", "24 dec", "dec 24 2027", "2026-12-24", each also after on, by or due; else null. */
export function readDay(text: string, now: Now): string | null {
  const said = text.replace(/^(?:on|by|due|until) /, '')
  return readName(said, now) ?? readDistance(said, now.today) ?? readDate(said, now.today)
}

function readName(said: string, { today, week_start }: Now): string | null {
  if (said === 'today') return today
  if (said === 'tomorrow' || said === 'tmr') return shift(today, 1)
  const nextWeek = shift(daysOf('this_week', today, week_start).date_to, 1)
  if (said === 'next week') return nextWeek
  const [, next, name = ''] = /^(next )?(\w+)$/.exec(said) ?? []
  const weekday = placeIn(name, weekdays, longWeekdays)
  if (weekday < 0) return null
  // on a Friday "fri" is a week later: for this one there is "today"
  const from = next ? nextWeek : shift(today, 1)
  return shift(from, (weekday - weekdayOf(from) + 7) % 7)
}

function readDistance(said: string, today: string): string | null {
  const [, count, unit] = /^in (\d{1,3}|a|an|one) (day|week)s?$/.exec(said) ?? []
  if (!count) return null
  return shift(today, (/\d/.test(count) ? Number(count) : 1) * (unit === 'week' ? 7 : 1))
}

function readDate(said: string, today: string): string | null {
  if (/^\d{4}-\d{2}-\d{2}$/.test(said)) return real(said)
  const [, day, month, year] = /^(\d{1,2})(?:st|nd|rd|th)?\.? ([a-z]+)\.?(?: (\d{4}))?$/.exec(said) ?? turned(said)
  const place = placeIn(month ?? '', months, longMonths)
  if (!day || place < 0) return null
  const dayIn = (of: number) => real(`${of}-${pad(place + 1)}-${pad(Number(day))}`)
  if (year) return dayIn(Number(year))
  const this_year = Number(today.slice(0, 4))
  // the 29th of February may be years away
  const coming = Array.from({ length: 9 }, (_, years) => dayIn(this_year + years))
  return coming.find((date) => date !== null && date >= today) ?? null
}

function turned(said: string): (string | undefined)[] {
  const [, month, day, year] = /^([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?$/.exec(said) ?? []
  return [said, day, month, year]
}

const placeIn = (name: string, short: string[], long: string[]) =>
  Math.max(
    short.indexOf(name),
    long.indexOf(name),
    short.findIndex((one) => ({ tues: 'tue', thur: 'thu', thurs: 'thu', sept: 'sep' })[name] === one),
  )
const pad = (value: number) => String(value).padStart(2, '0')
const weekdayOf = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay()

/** Null for a day no calendar has, and outside of what a task may be due on. */
function real(day: string): string | null {
  const date = new Date(`${day}T00:00:00Z`)
  const exists = !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === day
  return exists && day >= '1900-01-01' && day < '2200-01-01' ? day : null
}
