/** The days a list or a report is about: a period by name, which stays relative in the address, or two days. */
import { daysOf, periods, type DayRange, type Period } from '../../domain/periods.ts'
import { useMe } from '../data/me.ts'
import { SelectField, TextField } from '../ui/controls.tsx'
import { today, words } from '../ui/formats.tsx'

type Search = Record<string, string | undefined>
type Setter = (changes: Search) => void

const isPeriod = (text: string | undefined): text is Period => periods.some((period) => period === text)
export const periodOptions = periods.map((value) => ({ value, label: words(value) }))

/** The days the address means, in the zone and with the weeks of the person who looks. */
export function useDays(search: Search, initial?: Period): Partial<DayRange> {
  const { week_start } = useMe()
  const { period = initial, date_from, date_to } = search
  if (isPeriod(period) && !date_from && !date_to) return daysOf(period, today(), week_start)
  return { ...(date_from && { date_from }), ...(date_to && { date_to }) }
}

type Props = { label: string; search: Search; set: Setter }

export function DateRange({ label, search, set }: Props) {
  const days = useDays(search)
  const own = search['date_from'] || search['date_to']
  const change = (name: keyof DayRange, value: string) =>
    set({ ...days, [name]: value || undefined, period: undefined, peek: undefined })
  return (
    <>
      <div className="w-40 max-md:w-[calc(50%-0.375rem)]">
        <SelectField
          label={label}
          hideLabel
          value={own ? 'own' : (search['period'] ?? '')}
          onChange={({ target }) => set({ period: target.value, date_from: undefined, date_to: undefined })}
          options={[
            { value: '', label: `${label}: any` },
            ...(own ? [{ value: 'own', label: `${label}: as chosen` }] : []),
            ...periodOptions,
          ]}
        />
      </div>
      {(['date_from', 'date_to'] as const).map((name) => (
        <div key={name} className="w-36 max-md:w-[calc(50%-0.375rem)]">
          <TextField
            label={`${label} ${name === 'date_from' ? 'from' : 'to'}`}
            type="date"
            value={days[name] ?? ''}
            onChange={(event) => change(name, event.target.value)}
          />
        </div>
      ))}
    </>
  )
}
