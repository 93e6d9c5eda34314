/** A range of instants goes into SQL as plain ones: only from those PostgreSQL knows beforehand which months it has to open (docs/decisions/0023). */
import { sql, type RawBuilder } from './database.ts'

const day_ms = 86_400_000

export const daysAgo = (days: number): string => new Date(Date.now() - days * day_ms).toISOString()

/** Midnight UTC of a day, `YYYY-MM-DD`, and so many days. */
export const instantOf = (day: string, days_later = 0): string =>
  new Date(Date.parse(day) + days_later * day_ms).toISOString()

/** No instant at all. From a plain `false` PostgreSQL would first open every month, and then none. */
export const never = (column: RawBuilder<unknown>): RawBuilder<unknown> => sql`${column} < '-infinity'::timestamptz`

/** The first and the last of some instants; null where there is none. */
export type Ends = { first: string | null; last: string | null }
export const between = (column: RawBuilder<unknown>, { first, last }: Ends): RawBuilder<unknown> =>
  first === null || last === null
    ? never(column)
    : sql`(${column} >= ${first}::timestamptz and ${column} <= ${last}::timestamptz)`
