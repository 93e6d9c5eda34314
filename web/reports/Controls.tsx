/** What is asked: the days, whose, by what, against what; each as far as the report takes it. */
import { useState } from 'react'
import { comparisons, splits, type ReportTable } from '../../domain/report-tables.ts'
import { useAddress } from '../data/list.ts'
import { FilterBar } from '../layout/FilterBar.tsx'
import { SelectField, TextField } from '../ui/controls.tsx'
import { anyTime, groupIn, initialPeriod, isInTime, type Item } from './asked.ts'
import { useReportFilters } from './filters.ts'
import { groupWord } from './groups.ts'
import { axesOf } from './points.ts'
import { chosenMeasure, measuresOf } from './measures.ts'

type Words = Record<string, string | undefined>
type Props = { item: Item; words: Words; table: ReportTable | undefined }

export function Controls({ item, words, table }: Props) {
  const { search, set } = useAddress()
  const filters = useReportFilters(item)
  const takes = (name: string) => item.filters.includes(name)
  const measures = table ? measuresOf(table) : []
  /** Where the report begins with some days, none are wanted on purpose. */
  const setDays = (changes: Words) => {
    const lifted = 'period' in changes && !changes['period'] && !changes['date_from'] && !changes['date_to']
    set({ ...changes, ...(lifted && initialPeriod[item.report] && { period: anyTime }) })
  }
  return (
    <div className="flex flex-wrap items-end gap-2">
      <div className="contents print:hidden">
        {item.groups.length > 1 && (
          <SelectField
            label="Group by"
            value={groupIn(item, search)}
            onChange={(event) => set({ group_by: event.target.value, sort: undefined })}
            options={item.groups.map((group) => ({ value: group, label: groupWord(group) }))}
          />
        )}
        {takes('split_by') && !isInTime(groupIn(item, search)) && (
          <SelectField
            label="Split by"
            value={search['split_by'] ?? ''}
            onChange={(event) =>
              set({ split_by: event.target.value || undefined, sort: undefined, measure: undefined })
            }
            options={[
              { value: '', label: 'Nothing' },
              ...splits.map((split) => ({ value: split, label: groupWord(split) })),
            ]}
          />
        )}
        {takes('compare') && !table?.split_by && (
          <SelectField
            label="Compare with"
            value={search['compare'] ?? ''}
            onChange={(event) => set({ compare: event.target.value || undefined })}
            options={[
              { value: '', label: 'Nothing' },
              ...comparisons.map((value) => ({ value, label: against[value] })),
            ]}
          />
        )}
        {table?.split_by && (
          <SelectField
            label="Figure"
            value={search['measure'] ?? 'seconds'}
            onChange={(event) => set({ measure: event.target.value, sort: undefined })}
            options={[
              { value: 'seconds', label: 'Time' },
              { value: 'billable_seconds', label: 'Billable' },
            ]}
          />
        )}
        {table && measures.length > 1 && !table.split_by && !axesOf(table) && (
          <SelectField
            label="Draw"
            value={chosenMeasure(table, search['measure'])?.key ?? ''}
            onChange={(event) => set({ measure: event.target.value })}
            options={measures.map(({ key, label }) => ({ value: key, label }))}
          />
        )}
        {takes('hour_cost') && <HourCost currency={table?.base_currency} />}
        {takes('rates_on') && (
          <TextField
            label="Rates of"
            type="date"
            value={search['rates_on'] ?? ''}
            onChange={(event) => set({ rates_on: event.target.value || undefined })}
          />
        )}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <FilterBar filters={filters} dates={takes('date_from') ? 'Days' : undefined} search={words} set={setDays} />
      </div>
    </div>
  )
}

const against = { previous_period: 'The period before', previous_year: 'A year earlier' }

/** In force when one has written it, not at every digit. */
function HourCost({ currency }: { currency: string | undefined }) {
  const { search, set } = useAddress()
  const [typed, setTyped] = useState<string | null>(null)
  const take = () => {
    if (typed !== null) set({ hour_cost: typed || undefined })
    setTyped(null)
  }
  return (
    <form
      className="w-36"
      onSubmit={(event) => {
        event.preventDefault()
        take()
      }}
      onBlur={(event) => event.currentTarget.requestSubmit()}
    >
      <TextField
        label={`An hour costs${currency ? ` (${currency})` : ''}`}
        type="number"
        min="0"
        step="0.01"
        value={typed ?? search['hour_cost'] ?? ''}
        onChange={(event) => setTyped(event.target.value)}
      />
    </form>
  )
}
