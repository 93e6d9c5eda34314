/** Sums of some days, whole months out of those by month: what years cost follows from their months (docs/decisions/0037). */
import { splitByMonth } from '#domain/periods.ts'
import { all, sql, type RawBuilder } from '#server/platform/database.ts'
import type { Asked, Range } from './kind.ts'

export type Sums = 'time' | 'task_time' | 'placed'

/** Days of a column, both ends included. */
export const daysIn = (column: RawBuilder<unknown>, { date_from, date_to }: Range) =>
  all(
    date_from !== undefined && sql`${column} >= ${date_from}::date`,
    date_to !== undefined && sql`${column} <= ${date_to}::date`,
  )

/** What is asked of one deal or account lies in few days, which an index finds; months have none for it. */
export const narrow = ({ query }: Asked): boolean => query.deal_id !== undefined || query.account_id !== undefined

/**
 * The rows of these days as a subquery, each day in one of them. `columns` are said of a row `t`; `day` stands for the first day of its
 * month where `months`, else each row is of one day.
 */
export function sumsWithin(
  sums: Sums,
  range: Range,
  columns: (day: RawBuilder<unknown>, of: 'month' | 'day') => RawBuilder<unknown>,
  where: RawBuilder<unknown>,
  months: boolean,
): RawBuilder<unknown> {
  const parts = months ? splitByMonth(range) : { months: null, days: [range] }
  const rowsOf = (of: 'month' | 'day', days: Range) => {
    const day = sql.ref(`t.${of}`)
    return sql`select ${columns(day, of)} from ${sql.table(`${sums}_by_${of}`)} t where ${all(daysIn(day, days), where)}`
  }
  return sql`(${sql.join(
    [...(parts.months ? [rowsOf('month', parts.months)] : []), ...parts.days.map((days) => rowsOf('day', days))],
    sql` union all `,
  )})`
}
