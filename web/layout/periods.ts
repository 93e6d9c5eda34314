/** Spans of calendar days that stay relative: "this month" is kept in the address and becomes dates when the server is asked. */

export type WeekStart = 'monday' | 'sunday' | 'saturday'
/** Both days belong to it; either may be open. Dates are `YYYY-MM-DD`. */
export type Span = { from?: string; to?: string }

export const periods = {
  today: 'Today',
  'this-week': 'This week',
  'last-week': 'Last week',
  'this-month': 'This month',
  'last-month': 'Last month',
  'this-quarter': 'This quarter',
  'this-year': 'This year',
  'last-30-days': 'Last 30 days',
  'next-30-days': 'Next 30 days',
  past: 'Before today',
} as const
export type Period = keyof typeof periods

const firstDay: Record<WeekStart, number> = { sunday: 0, monday: 1, saturday: 6 }

/** The days of a period as seen on `today`. */
export function spanOf(period: Period, today: string, weekStart: WeekStart): Span {
  const [year, month, day] = today.split('-').map(Number) as [number, number, number]
  const at = (y: number, m: number, d: number) => new Date(Date.UTC(y, m - 1, d)).toISOString().slice(0, 10)
  const near = (days: number) => at(year, month, day + days)
  const sinceWeekStart = (new Date(`${today}T00:00:00Z`).getUTCDay() - firstDay[weekStart] + 7) % 7
  const quarter = month - ((month - 1) % 3)
  const spans: Record<Period, Span> = {
    today: { from: today, to: today },
    'this-week': { from: near(-sinceWeekStart), to: near(6 - sinceWeekStart) },
    'last-week': { from: near(-sinceWeekStart - 7), to: near(-sinceWeekStart - 1) },
    'this-month': { from: at(year, month, 1), to: at(year, month + 1, 0) },
    'last-month': { from: at(year, month - 1, 1), to: at(year, month, 0) },
    'this-quarter': { from: at(year, quarter, 1), to: at(year, quarter + 3, 0) },
    'this-year': { from: at(year, 1, 1), to: at(year, 12, 31) },
    'last-30-days': { from: near(-29), to: today },
    'next-30-days': { from: today, to: near(30) },
    past: { to: near(-1) },
  }
  return spans[period]
}

const isPeriod = (text: string): text is Period => text in periods

/** Reads `this-month` or `2026-01-01..2026-01-31`, either day left out where it is open. */
export function readSpan(text: string, today: string, weekStart: WeekStart): Span {
  if (isPeriod(text)) return spanOf(text, today, weekStart)
  const [from, to] = text.split('..')
  return { ...(from && { from }), ...(to && { to }) }
}

export function spanInWords(text: string): string {
  if (isPeriod(text)) return periods[text]
  const [from, to] = text.split('..')
  return from && to ? `${from} to ${to}` : from ? `from ${from}` : `until ${to ?? ''}`
}

/** The calendar day of the person who looks. */
export const todayHere = () => new Date().toLocaleDateString('sv')
