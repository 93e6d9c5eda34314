/** Another order of the rows that are here; without one they stand as the server answered. */
import type { Cell, ReportColumn, ReportRow } from '../../domain/report-tables.ts'
import { asMoney, isText } from './words.ts'

export const directionIn = (sort: string | undefined, key: string): 'ascending' | 'descending' | undefined =>
  sort === key ? 'ascending' : sort === `-${key}` ? 'descending' : undefined

/** What has no figure comes last, whichever way. */
export function sortedRows(rows: ReportRow[], columns: ReportColumn[], sort: string | undefined): ReportRow[] {
  const column = columns.find(({ key }) => directionIn(sort, key))
  if (!column) return rows
  const way = directionIn(sort, column.key) === 'descending' ? -1 : 1
  const has = (cell: Cell | undefined) => Number(wordOf(column, cell) === null)
  return rows.toSorted(
    ({ cells: { [column.key]: a } }, { cells: { [column.key]: b } }) =>
      has(a) - has(b) || way * difference(wordOf(column, a), wordOf(column, b)),
  )
}

type Word = [currency: string, size: number | string] | null
/** Of money the currency and then the amount: an amount of one currency is not more than an amount of another. */
function wordOf(column: ReportColumn, cell: Cell | undefined): Word {
  if (cell === null || cell === undefined) return null
  if (isText(column)) return ['', String(cell)]
  if (column.type !== 'money' && column.type !== 'converted') return ['', Number(cell)]
  const first = asMoney(cell)[0]
  return first ? [first.currency, Number(first.amount)] : null
}

function difference(one: Word, other: Word): number {
  if (!one || !other) return 0
  const [[currency, size], [itsCurrency, itsSize]] = [one, other]
  if (currency !== itsCurrency) return currency < itsCurrency ? -1 : 1
  return typeof size === 'string' ? size.localeCompare(String(itsSize)) : size - Number(itsSize)
}
