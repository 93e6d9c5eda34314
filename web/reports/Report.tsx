/** One answer: the whole, the picture, the rows, and how they were counted. */
import { clsx } from 'clsx'
import type { ReportTable } from '../../domain/report-tables.ts'
import { useAddress } from '../data/list.ts'
import { anyDays } from '../layout/DateRange.tsx'
import { Button } from '../ui/controls.tsx'
import { Empty } from '../ui/states.tsx'
import { anyTime, listed } from './asked.ts'
import { LeftOut } from './LeftOut.tsx'
import { chosenMeasure } from './measures.ts'
import { ReportChart } from './ReportChart.tsx'
import { ReportRows } from './ReportRows.tsx'
import { Rules } from './Rules.tsx'
import { sortedRows } from './sorting.ts'
import { Totals } from './Totals.tsx'

/** `late`: what is shown answers what was asked before. */
export function Report({ table, late }: { table: ReportTable; late: boolean }) {
  const { search, set } = useAddress()
  const measure = chosenMeasure(table, search['measure'])
  const rows = sortedRows(table.data, table.columns, search['sort'])
  return (
    <div aria-busy={late} data-paper="wide" className={clsx('flex flex-col gap-4', late && 'opacity-60')}>
      <LeftOut sentences={table.left_out} />
      {table.data.length === 0 ? (
        <Empty title="Nothing fits these days and filters">
          <Button onClick={() => set(unfiltered)}>Remove the days and filters</Button>
        </Empty>
      ) : (
        <>
          <Totals table={table} />
          {measure && <ReportChart {...{ table, measure, rows }} hour_cost={search['hour_cost']} />}
          <ReportRows
            table={table}
            rows={rows}
            sort={search['sort']}
            onSort={(sort) => set({ sort, ...(table.other && { rows: 'all' }) })}
            onAll={() => set({ rows: 'all' })}
          />
        </>
      )}
      <Rules table={table} />
    </div>
  )
}

const unfiltered = { ...anyDays, period: anyTime, ...Object.fromEntries(listed.map((name) => [name, undefined])) }
