/** Days on which tasks are due, as people sort them: by urgency, and in the weeks of a month. Days are `YYYY-MM-DD`. */
import { daysOf, shift, type WeekStart } from './periods.ts'

export const dueGroups = ['overdue', 'today', 'this_week', 'later', 'no_date'] as const
export type DueGroup = (typeof dueGroups)[number]

/** The week ends where the week of the person does; what is later in it than today is still of this week. */
export function groupOf(due_date: string | null, today: string, week_start: WeekStart): DueGroup {
  if (due_date === null) return 'no_date'
  if (due_date < today) return 'overdue'
  if (due_date === today) return 'today'
  return due_date <= daysOf('this_week', today, week_start).date_to ? 'this_week' : 'later'
}

/** The weeks that show a month, whole ones: the first and the last reach into its neighbours. `month` is any day of it. */
export function weeksOf(month: string, week_start: WeekStart): string[][] {
  const { date_from, date_to } = daysOf('this_month', month, week_start)
  const weeks: string[][] = []
  let first = daysOf('this_week', date_from, week_start).date_from
  for (; first <= date_to; first = shift(first, 7))
    weeks.push(Array.from({ length: 7 }, (_, place) => shift(first, place)))
  return weeks
}

/** The same day in another month; the last one where that is shorter. */
export function monthsAfter(day: string, months: number): string {
  const first = new Date(`${day.slice(0, 7)}-01T00:00:00Z`)
  first.setUTCMonth(first.getUTCMonth() + months)
  const { date_from, date_to } = daysOf('this_month', first.toISOString().slice(0, 10), 'monday')
  const wanted = `${date_from.slice(0, 8)}${day.slice(8)}`
  return wanted < date_to ? wanted : date_to
}
