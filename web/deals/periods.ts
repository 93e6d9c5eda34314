/** Since when won and lost deals are shown. Days are calendar dates, `YYYY-MM-DD`. */
export const periods = [
  { value: 'month', label: 'this month' },
  { value: 'quarter', label: 'this quarter' },
  { value: 'year', label: 'this year' },
  { value: 'ever', label: 'ever' },
] as const
export type Period = (typeof periods)[number]['value']
export const isPeriod = (text: string | undefined): text is Period => periods.some(({ value }) => value === text)

/** The day it is now in a zone. */
export const todayIn = (zone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(new Date())

export function startOf(period: Period, today: string): string | undefined {
  const [year, month] = today.split('-') as [string, string]
  const quarter = String(Math.floor((Number(month) - 1) / 3) * 3 + 1).padStart(2, '0')
  return { month: `${year}-${month}-01`, quarter: `${year}-${quarter}-01`, year: `${year}-01-01`, ever: undefined }[
    period
  ]
}
