/** The whole of what is asked, before its parts. */
import type { ReportTable } from '../../domain/report-tables.ts'
import { labelOf } from './measures.ts'
import { changeInWords, isText, said, wordsOf } from './words.ts'

const most = 5

export function Totals({ table: { columns, total, base_currency } }: { table: ReportTable }) {
  const shown = columns.filter((column) => !isText(column) && wordsOf(column.type, total.cells[column.key])?.length)
  return (
    <dl
      aria-label="The whole"
      className="grid grid-cols-[repeat(auto-fit,minmax(10rem,1fr))] gap-3 max-md:grid-cols-2 max-md:gap-2"
    >
      {shown.slice(0, most).map(({ key, label, type }) => (
        <div key={key} className="flex min-w-0 flex-col gap-0.5 rounded-card border border-border bg-surface p-3">
          <dt className="text-meta text-text-3">{labelOf({ label, type }, base_currency)}</dt>
          {wordsOf(type, total.cells[key])!.map((word) => (
            <dd key={word} className="text-page font-semibold wrap-anywhere max-md:text-section">
              {word}
            </dd>
          ))}
          {total.before && (
            <dd className="text-meta text-text-2">
              before {said(type, total.before[key])}
              {withChange(changeInWords(type, total.cells[key], total.before[key]))}
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}

const withChange = (change: string | null) => change && ` (${change})`
