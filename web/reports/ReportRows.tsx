/** The figures themselves: every row of the answer, what is beyond the limit as one, and the whole below. */
import { clsx } from 'clsx'
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Cells, Narrows, ReportColumn, ReportRow, ReportTable } from '../../domain/report-tables.ts'
import { number } from '../ui/formats.tsx'
import { hrefOfRow } from './drills.ts'
import { Figure } from './Figure.tsx'
import { Follow } from './Follow.tsx'
import { groupWord, wholeWord } from './groups.ts'
import { headingOf } from './headings.ts'
import { nameOf } from './rows-in-order.ts'
import { directionIn } from './sorting.ts'
import { asMoney, changeInWords, isText } from './words.ts'

type Props = {
  table: ReportTable
  /** In the order they are looked at. */
  rows: ReportRow[]
  sort: string | undefined
  onSort: (sort: string) => void
  onAll: () => void
}

export function ReportRows({ table, rows, sort, onSort, onAll }: Props) {
  const { title, group_by, columns, other, total } = table
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
            {columns.map((column, place) => (
              <Heading key={column.key} {...{ column, place, sort, onSort }} {...headingOf(column, table)} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, label, beside, narrows, cells, before }) => (
            <Row
              key={String(key)}
              name={
                <Name name={nameOf(group_by, { key, label })} beside={beside} href={hrefOfRow(table, { narrows })} />
              }
              {...{ columns, cells, before, narrows }}
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
              narrows={{}}
              cells={other.cells}
              before={other.before}
            />
          )}
        </tbody>
        <tfoot>
          <Row
            name={<Name name={wholeWord(group_by)} beside={null} href={hrefOfRow(table, total)} />}
            columns={columns}
            total
            {...total}
          />
        </tfoot>
      </table>
      {columns.length > onPaper && (
        <p className="hidden px-3 pt-2 text-meta text-text-2 print:block">
          A sheet holds the first {onPaper} of {number(columns.length)} columns; the PDF and the CSV of this report have
          all of them.
        </p>
      )}
    </div>
  )
}

/** More would hang over the edge of a sheet without a word. */
const onPaper = 15
const unlessOnPaper = (place: number) => place >= onPaper && 'print:hidden'

const heading = 'px-3 py-2 text-meta font-medium text-text-3'
/** Stays where it is while figures pass below it; the longest name leaves them room. */
const first = 'sticky left-0 z-10 min-w-28 max-w-40 bg-surface md:max-w-80 print:static'

type HeadingProps = {
  column: ReportColumn
  place: number
  words: string
  /** Where the words are short. */
  whole: string | undefined
  sort: string | undefined
  onSort: (sort: string) => void
}
function Heading({ column, place, words, whole, sort, onSort }: HeadingProps) {
  const { key } = column
  const direction = directionIn(sort, key)
  return (
    <th
      scope="col"
      aria-sort={direction}
      title={whole}
      className={clsx(heading, isText(column) ? 'text-left' : 'text-right', 'whitespace-nowrap', unlessOnPaper(place))}
    >
      <button
        type="button"
        className="inline-flex min-h-6 items-center gap-1"
        onClick={() => onSort(direction === 'descending' ? key : `-${key}`)}
      >
        {direction === 'ascending' && <ArrowUp size={12} aria-hidden />}
        {direction === 'descending' && <ArrowDown size={12} aria-hidden />}
        {words}
      </button>
    </th>
  )
}

type NameProps = { name: string; beside: string | null; href: string | null }
function Name({ name, beside, href }: NameProps) {
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

type RowProps = {
  name: ReactNode
  columns: ReportColumn[]
  cells: Cells
  before: Cells | null
  narrows: Narrows
  total?: boolean
}
const Row = ({ name, columns, cells, before, narrows, total = false }: RowProps) => (
  <tr className={total ? 'border-t-2 border-border-strong font-medium' : 'border-t border-border first:border-0'}>
    <th
      scope="row"
      className={clsx(first, 'px-3 pt-2 pb-1.5 text-left align-top wrap-break-word', !total && 'font-normal')}
    >
      {name}
    </th>
    {columns.map((column, place) => (
      <td
        key={column.key}
        className={clsx(
          'px-3 py-1.5 align-top',
          !isText(column) && 'text-right whitespace-nowrap',
          unlessOnPaper(place),
        )}
      >
        <Figure {...{ column, cells, narrows }} />
        {before && !isText(column) && <Before {...{ column, cells, before, narrows }} />}
      </td>
    ))}
  </tr>
)

type BeforeProps = { column: ReportColumn; cells: Cells; before: Cells; narrows: Narrows }
function Before({ column, cells, before, narrows }: BeforeProps) {
  const { key, type } = column
  const change = changeInWords(type, cells[key], before[key])
  return (
    <span className="block text-meta font-normal text-text-3">
      <Figure {...{ column, narrows }} cells={before} isBefore inline={asMoney(before[key]).length < 2} />{' '}
      {change && <span className="text-text-2">({change})</span>}
    </span>
  )
}
