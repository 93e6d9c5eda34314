/** Filters as chips: field and values, AND across chips, OR within one. F adds one. */
import { useQueries } from '@tanstack/react-query'
import { ListFilter, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../ui/controls.tsx'
import { Popup } from '../ui/Popup.tsx'
import { anyDays, DaysEditor, daysInWords } from './DateRange.tsx'
import { FreeEditor, OptionsEditor, RangeEditor, RecordsEditor } from './FilterEditors.tsx'
import { boundsIn, inForce, valuesOf, wordFor, type Filter } from './filters.ts'
import { useKeys } from './keys.ts'

type Props = {
  filters: Filter[]
  /** What the days mean; left out where the list has none. */
  dates: string | undefined
  search: Record<string, string | undefined>
  set: (changes: Record<string, string | undefined>) => void
}

export function FilterBar({ filters, dates, search, set }: Props) {
  const [editing, setEditing] = useState<string | null>(null)
  const words = inForce(filters, search)
  const days = dates ? daysInWords(search) : undefined
  const used = filters.filter(({ name }) => words[name] !== undefined || editing === name)
  const addable = [
    ...filters.filter((filter) => !used.includes(filter) && !filter.fixed),
    ...(dates && days === undefined && editing !== 'days' ? [{ name: 'days', label: dates }] : []),
  ]
  useKeys({ ...(addable.length > 0 && { f: () => setEditing('add') }) })
  const openness = (name: string) => ({
    open: editing === name,
    onOpen: (open: boolean) => setEditing(open ? name : null),
  })
  return (
    <>
      {used.map((filter) => (
        <Chip
          key={filter.name}
          filter={filter}
          word={words[filter.name]}
          onChange={(values) => set({ [filter.name]: wordFor(filter, values) })}
          {...openness(filter.name)}
        />
      ))}
      {dates && (days !== undefined || editing === 'days') && (
        <Frame label={dates} value={days ?? 'any'} remove={() => set(anyDays)} {...openness('days')}>
          <DaysEditor search={search} set={set} />
        </Frame>
      )}
      {addable.length > 0 && (
        <div className="print:hidden">
          <Popup
            look="quiet"
            title="Add a filter"
            label={
              <>
                <ListFilter size={16} aria-hidden /> Filter
              </>
            }
            {...openness('add')}
          >
            <ul className="-m-2 flex flex-col">
              {addable.map(({ name, label }) => (
                <li key={name}>
                  <Button look="quiet" className="w-full !justify-start" onClick={() => setEditing(name)}>
                    {label}
                  </Button>
                </li>
              ))}
            </ul>
          </Popup>
        </div>
      )}
    </>
  )
}

type Openness = { open: boolean; onOpen: (open: boolean) => void }
type ChipProps = Openness & { filter: Filter; word: string | undefined; onChange: (values: string[]) => void }

function Chip({ filter, word, onChange, ...openness }: ChipProps) {
  const { label, options, records, single, free, range, fixed } = filter
  const whole = options?.find(({ value }) => value === word)
  const values = valuesOf(word)
  const names = useQueries({
    queries: (records ? values : []).map((id) => ({
      queryKey: ['name', records!.kind, id],
      queryFn: () => records!.nameOf(id),
      staleTime: 60_000,
    })),
    combine: (answers) => answers.map(({ data, isError }) => data ?? (isError ? nameless(1) : undefined)),
  })
  const said = fixed
    ? [nameless(values.length)]
    : records
      ? values.map((_, index) => names[index] ?? '…')
      : whole
        ? [whole.label]
        : range && word
          ? [rangeInWords(word)]
          : values.map((value) => options?.find((option) => option.value === value)?.label ?? value)
  return (
    <Frame label={label} value={said.length > 0 ? said.join(', ') : 'any'} remove={() => onChange([])} {...openness}>
      {fixed ? (
        <p>You have no right to look this up. Without this filter the whole is shown.</p>
      ) : records ? (
        <RecordsEditor {...{ label, records, values, onChange }} names={said} single={!!single} />
      ) : range ? (
        <RangeEditor kind={range} {...{ word, onChange }} />
      ) : free ? (
        <FreeEditor {...{ label, values, onChange }} />
      ) : (
        <OptionsEditor {...{ label, options: options ?? [], word, onChange }} single={!!single} />
      )}
    </Frame>
  )
}

/** As the rules of a report say it. */
const nameless = (count: number) => (count === 1 ? 'one without a name here' : `${count} without names here`)

function rangeInWords(word: string): string {
  const { from, to } = boundsIn(word)
  return from && to ? `${from} to ${to}` : from ? `from ${from}` : `to ${to}`
}

type FrameProps = Openness & { label: string; value: string; remove: () => void; children: React.ReactNode }
const Frame = ({ label, value, remove, children, ...openness }: FrameProps) => (
  <div className="flex max-w-full items-center rounded-card bg-accent-soft text-accent-text [&_button]:border-0 [&_button]:bg-transparent [&_button]:text-accent-text">
    <Popup
      title={label}
      label={
        <span className="max-w-[min(15rem,50vw)] truncate">
          {label}: {value}
        </span>
      }
      {...openness}
    >
      <div className="flex flex-col gap-3 text-text [&_button]:text-text">{children}</div>
    </Popup>
    <Button look="quiet" className="!px-1.5 print:hidden" aria-label={`Remove the filter ${label}`} onClick={remove}>
      <X size={14} aria-hidden />
    </Button>
  </div>
)
