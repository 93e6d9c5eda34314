/** The days a list or a report is about: a period by name, which stays relative in the address, or two days. */
import { daysOf, periods, type DayRange, type Period } from '../../domain/periods.ts'
import { useMe } from '../data/me.ts'
import { TextField } from '../ui/controls.tsx'
import { day, today, words } from '../ui/formats.tsx'

type Search = Record<string, string | undefined>
type Setter = (changes: Search) => void

const isPeriod = (text: string | undefined): text is Period => periods.some((period) => period === text)
const periodOptions = periods.map((value) => ({ value, label: words(value) }))

/** The days the address means, in the zone and with the weeks of the person who looks. */
export function useDays(search: Search, initial?: Period): Partial<DayRange> {
  const { week_start } = useMe()
  const { period = initial, date_from, date_to } = search
  if (isPeriod(period) && !date_from && !date_to) return daysOf(period, today(), week_start)
  return { ...(date_from && { date_from }), ...(date_to && { date_to }) }
}

/** The period or the days in words; undefined where the address names none. */
export function daysInWords({ period, date_from, date_to }: Search): string | undefined {
  if (date_from && date_to) return `${day(date_from)} to ${day(date_to)}`
  if (date_from ?? date_to) return date_from ? `from ${day(date_from)}` : `until ${day(date_to!)}`
  return isPeriod(period) ? words(period) : undefined
}
export const anyDays = { period: undefined, date_from: undefined, date_to: undefined }

type Props = { search: Search; set: Setter }

/** Periods stay relative: a view saved with "This month" shows that of the day it is opened. */
export function DaysEditor({ search, set }: Props) {
  const days = useDays(search)
  const change = (name: keyof DayRange, value: string) =>
    set({ ...anyDays, ...days, [name]: value || undefined, peek: undefined })
  return (
    <>
      <fieldset className="grid grid-cols-2">
        <legend className="sr-only">Period</legend>
        {periodOptions.map(({ value, label }) => (
          <label key={value} className="flex min-h-(--control) items-center gap-2">
            <input
              type="radio"
              name="period"
              className="size-4 accent-accent"
              checked={daysInWords(search) === label}
              onChange={() => set({ ...anyDays, period: value, peek: undefined })}
            />
            {label}
          </label>
        ))}
      </fieldset>
      <div className="grid grid-cols-2 gap-2">
        {(['date_from', 'date_to'] as const).map((name) => (
          <TextField
            key={name}
            label={name === 'date_from' ? 'From' : 'To'}
            type="date"
            value={days[name] ?? ''}
            onChange={(event) => change(name, event.target.value)}
          />
        ))}
      </div>
    </>
  )
}
