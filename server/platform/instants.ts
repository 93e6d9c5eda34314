/** A range of instants goes into SQL as plain ones: only from those PostgreSQL knows beforehand which months it has to open (docs/decisions/0023). */
const day_ms = 86_400_000

export const daysAgo = (days: number): string => new Date(Date.now() - days * day_ms).toISOString()

/** Midnight UTC of a day, `YYYY-MM-DD`, and so many days. */
export const instantOf = (day: string, days_later = 0): string =>
  new Date(Date.parse(day) + days_later * day_ms).toISOString()
