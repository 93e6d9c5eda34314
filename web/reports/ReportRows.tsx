/** The figures themselves: every row of the answer, what is beyond the limit as one, and the whole below. */
import { clsx } from 'clsx'
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Cells, ReportColumn, ReportRow, ReportTable } from '../../domain/report-tables.ts'
import { number } from '../ui/formats.tsx'
import { hrefOf } from './drills.ts'
import { Follow } from './Follow.tsx'
import { groupWord, wholeWord } from './groups.ts'
import { labelOf } from './measures.ts'
import { nameOf } from './rows-in-order.ts'
import { directionIn } from './sorting.ts'
import { changeInWords, isText, said, wordsOf } from './words.ts'

type Props = {
  table: ReportTable
  /** In the order they are looked at. */
  rows: ReportRow[]
  sort: string | undefined
  onSort: (sort: string) => void
  onAll: () => void
}

export function ReportRows({ table, rows, sort, onSort, onAll }: Props) {
  const { title, group_by, base_currency, columns, other, total } = table
  return (
    <div
      role="region"
      aria-label={`Figures: ${title}`}
      tabIndex={0}
      className="overflow-x-auto rounded-card border border-border bg-surface print:overflow-visible print:border-0"
    >
      <table className="w-full text-row">
        <thead>
          <tr className="border-b border-border">
            <th scope="col" className={clsx(heading, first, 'text-left')}>
              {groupWord(group_by)}
            </th>
            {columns.map((column) => (
              <Heading key={column.key} column={column} base_currency={base_currency} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, label, beside, drill, cells, before }) => (
            <Row
              key={String(key)}
              name={<Name name={nameOf(group_by, { key, label })} beside={beside} drill={drill} />}
              {...{ columns, cells, before }}
            />
          ))}
          {other && (
            <Row
              name={
                <>
                  {number(other.rows)} more together{' '}
                  <button type="button" className="text-accent-text underline print:hidden" onClick={onAll}>
                    Show them
                  </button>
                </>
              }
              columns={columns}
              cells={other.cells}
              before={other.before}
            />
          )}
        </tbody>
        <tfoot>
          <Row
            name={<Name name={wholeWord(group_by)} beside={null} drill={total.drill} />}
            columns={columns}
            total
            cells={total.cells}
            before={total.before}
          />
        </tfoot>
      </table>
    </div>
  )
}

const heading = 'px-3 py-2 text-meta font-medium text-text-3'
/** Stays where it is while figures pass below it; the longest name leaves them room. */
const first = 'sticky left-0 z-10 min-w-28 max-w-40 bg-surface md:max-w-80 print:static'

type HeadingProps = {
  column: ReportColumn
  base_currency: string
  sort: string | undefined
  onSort: (sort: string) => void
}
function Heading({ column, base_currency, sort, onSort }: HeadingProps) {
  const { key } = column
  const direction = directionIn(sort, key)
  return (
    <th
      scope="col"
      aria-sort={direction}
      className={clsx(heading, isText(column) ? 'text-left' : 'text-right', 'whitespace-nowrap')}
    >
      <button
        type="button"
        className="inline-flex min-h-6 items-center gap-1"
        onClick={() => onSort(direction === 'descending' ? key : `-${key}`)}
      >
        {direction === 'ascending' && <ArrowUp size={12} aria-hidden />}
        {direction === 'descending' && <ArrowDown size={12} aria-hidden />}
        {labelOf(column, base_currency)}
      </button>
    </th>
  )
}

function Name({ name, beside, drill }: Pick<ReportRow, 'beside' | 'drill'> & { name: string }) {
  const href = hrefOf(drill)
  return (
    <>
      {href ? (
        <Follow href={href} className="text-accent-text underline">
          {name}
        </Follow>
      ) : (
        name
      )}
      {beside && <span className="block text-meta text-text-3">{beside}</span>}
    </>
  )
}

type RowProps = { name: ReactNode; columns: ReportColumn[]; cells: Cells; before: Cells | null; total?: boolean }
const Row = ({ name, columns, cells, before, total = false }: RowProps) => (
  <tr className={total ? 'border-t-2 border-border-strong font-medium' : 'border-t border-border first:border-0'}>
    <th scope="row" className={clsx(first, 'px-3 py-1.5 text-left align-top wrap-break-word', !total && 'font-normal')}>
      {name}
    </th>
    {columns.map((column) => (
      <td key={column.key} className={clsx('px-3 py-1.5 align-top', !isText(column) && 'text-right whitespace-nowrap')}>
        <Figure column={column} cells={cells} />
        {before && !isText(column) && <Before column={column} cells={cells} before={before} />}
      </td>
    ))}
  </tr>
)

/** Seconds are told to the minute; the exact figure stands in the title. */
function Figure({ column: { key, type }, cells }: { column: ReportColumn; cells: Cells }) {
  const words = wordsOf(type, cells[key])
  if (words === null || words.length === 0) return <span className="text-text-3">–</span>
  return words.map((word) => (
    <span key={word} className="block" title={type === 'seconds' ? `${number(Number(cells[key]))} s` : undefined}>
      {word}
    </span>
  ))
}

function Before({ column: { key, type }, cells, before }: { column: ReportColumn; cells: Cells; before: Cells }) {
  const change = changeInWords(type, cells[key], before[key])
  return (
    <span className="block text-meta font-normal text-text-3">
      {said(type, before[key])} {change && <span className="text-text-2">({change})</span>}
    </span>
  )
}
