/** The whole of what is asked, before its parts. */
import { clsx } from 'clsx'
import type { ReportTable } from '../../domain/report-tables.ts'
import { Figure } from './Figure.tsx'
import { labelOf } from './measures.ts'
import { daysWords, periodWords } from './periods.ts'
import { isLong } from '../ui/formats.tsx'
import { changeInWords, isText, wordsOf } from './words.ts'

const most = 5

export function Totals({ table }: { table: ReportTable }) {
  const { columns, total, base_currency, split_by } = table
  const shown = columns.filter((column) => !isText(column) && wordsOf(column.type, total.cells[column.key])?.length)
  return (
    <section aria-label="The whole" className="flex flex-col gap-1">
      <p className="text-meta text-text-2">{ofWhichDays(table)}</p>
      <dl className="grid grid-cols-[repeat(auto-fit,minmax(min(10rem,100%),1fr))] gap-3 max-md:grid-cols-[repeat(auto-fit,minmax(min(8.5rem,100%),1fr))] max-md:gap-2">
        {shown.slice(0, split_by ? 1 : most).map((column) => {
          const { key, label, type } = column
          return (
            <div
              key={key}
              className={clsx(
                'flex min-w-0 flex-col gap-0.5 rounded-card border border-border bg-surface p-3',
                isLong(wordsOf(type, total.cells[key]) ?? []) && 'max-md:col-span-full md:col-span-2',
              )}
            >
              <dt className="text-meta text-text-3">{labelOf({ label, type }, base_currency)}</dt>
              <dd className="text-page font-semibold wrap-anywhere max-md:text-section">
                <Figure column={column} cells={total.cells} narrows={total.narrows} />
              </dd>
              {total.before && (
                <dd className="text-meta text-text-2">
                  before <Figure column={column} cells={total.before} narrows={total.narrows} isBefore inline />
                  {withChange(changeInWords(type, total.cells[key], total.before[key]))}
                </dd>
              )}
            </div>
          )
        })}
      </dl>
    </section>
  )
}

/** Figures say which days they are of, and what "before" is. */
function ofWhichDays(table: ReportTable): string {
  const { compared } = table
  const words = daysWords(table)
  return `${words[0]!.toUpperCase()}${words.slice(1)}${compared ? `; before: ${periodWords(compared)}` : ''}`
}

const withChange = (change: string | null) => change && ` (${change})`
