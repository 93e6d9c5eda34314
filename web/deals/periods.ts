/** Since when won and lost deals are shown. Days are calendar dates, `YYYY-MM-DD`. */
export const periods = [
  { value: 'month', label: 'This month' },
  { value: 'quarter', label: 'This quarter' },
  { value: 'year', label: 'This year' },
] as const

/** The day it is now in a zone. */
export const todayIn = (zone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(new Date())

/** Undefined for no period: since ever. */
export function startOf(period: string | undefined, today: string): string | undefined {
  const [year, month] = today.split('-') as [string, string]
  const quarter = String(Math.floor((Number(month) - 1) / 3) * 3 + 1).padStart(2, '0')
  const starts: Record<string, string> = {
    month: `${year}-${month}-01`,
    quarter: `${year}-${quarter}-01`,
    year: `${year}-01-01`,
  }
  return period === undefined ? undefined : starts[period]
}
