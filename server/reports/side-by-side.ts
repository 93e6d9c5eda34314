/** Days, weeks and months of the period before stand beside those they are compared with: October beside October a year earlier. */
import { daysBetween, shift, yearBefore } from '#domain/periods.ts'
import { splits, type Drill, type Filters, type Narrows, type ReportGroup } from '#domain/report-tables.ts'
import { sql, type RawBuilder } from '#server/platform/database.ts'
import type { Asked, Range } from './kind.ts'

type Of = Pick<Asked, 'group' | 'query'>

export const isInTime = (group: ReportGroup): boolean => (splits as readonly string[]).includes(group)

/** A day of the period before as the day it is compared with; any other day as it is. */
export function comparedDay({ query }: Of, range: Range, day: RawBuilder<unknown>): RawBuilder<unknown> {
  const { compare, date_from } = query
  if (compare === undefined || range.date_from === date_from) return day
  if (compare === 'previous_year') return sql`(${day} + interval '1 year')::date`
  return sql`(${day} + ${daysBetween(range.date_from!, date_from!)}::integer)`
}

/** Whole months come out of the sums by month, unless their days are those of other months. */
export const keepsMonths = ({ group, query: { compare, date_from } }: Of, range: Range): boolean =>
  group !== 'month' || compare !== 'previous_period' || range.date_from === date_from

/** Figures of the period before are listed by days of their own. */
export const drillBefore = (drill: Drill | null, { group }: Of): Drill | null =>
  drill && isInTime(group) ? { ...drill, by: earlier(drill.by) } : drill

/** What narrows the lists of a row, and beside it, for rows of days, what narrows those of the period before. */
export function bothNarrows(narrows: Narrows, of: Of, before: Range | null): Narrows {
  if (!before || !isInTime(of.group)) return narrows
  const former = Object.entries(narrows).map(([by, filters]) => [earlier(by), daysBefore(filters, of, before)])
  return { ...narrows, ...Object.fromEntries(former) }
}
const earlier = (by: string) => `${by} before`

function daysBefore(filters: Filters, { query: { compare, date_from } }: Of, before: Range): Filters {
  const back = (day: string) =>
    compare === 'previous_year'
      ? yearBefore({ date_from: day, date_to: day }).date_from
      : shift(day, -daysBetween(before.date_from!, date_from!))
  // the last day is the one before that with which the next row begins
  const own = ([name, values]: [string, string[]]): [string, string[]] =>
    name.endsWith('_from')
      ? [name, values.map(back)]
      : name.endsWith('_to')
        ? [name, values.map((day) => shift(back(shift(day, 1)), -1))]
        : [name, values]
  return Object.fromEntries(Object.entries(filters).map(own))
}
