/** A report as it is printed: every cell as text, in the reader's way of writing numbers and days. */
import { headingOf, notesOf } from './report-files.ts'
import type { Cell, Cells, ColumnType, ReportColumn, ReportTable } from './report-tables.ts'
import type { Money } from './shapes.ts'

/** `lines`: a cell of several currencies has one each. */
type PrintedRow = { label: string; beside: string | null; cells: string[][]; before: string[][] | null }
export type PrintedReport = {
  title: string
  days: string
  headings: string[]
  rows: PrintedRow[]
  total: PrintedRow
  left_out: string[]
  notes: string[]
}

export function printReport(table: ReportTable, locale: string): PrintedReport {
  const columns = inPrint(table)
  const texts = textsIn(locale)
  const all = (cells: Cells) => columns.map(({ key, type }) => texts(cells[key] ?? null, type))
  const row = (label: string, beside: string | null, cells: Cells, before: Cells | null): PrintedRow => ({
    label,
    beside,
    cells: all(cells),
    before: before && all(before),
  })
  const [, , ...notes] = notesOf(table)
  return {
    title: table.title,
    days: daysOf(table, locale),
    headings: [headingOf(table), ...columns.map((column) => labelOf(column, table))],
    rows: [
      ...table.data.map(({ label, beside, cells, before }) => row(label, beside, cells, before)),
      ...(table.other ? [row(`${table.other.rows} others`, null, table.other.cells, table.other.before)] : []),
    ],
    total: row('Total', null, table.total.cells, table.total.before),
    left_out: table.left_out,
    notes: [
      ...notes.filter((note) => !table.left_out.includes(note)),
      ...(table.compared ? ['The period it is compared with stands in grey below each figure.'] : []),
      'Times are printed in hours and minutes; they are summed in seconds.',
    ],
  }
}

/** What is nothing in every row would only take the place of what is not. */
const inPrint = ({ columns, data, total }: ReportTable): ReportColumn[] =>
  columns.filter(({ key, type }) => {
    if (type !== 'money' && type !== 'converted') return true
    return [total.cells, ...data.map(({ cells }) => cells)].some((cells) => amountsOf(cells[key] ?? null).length > 0)
  })

const labelOf = ({ label, type }: ReportColumn, { base_currency }: ReportTable) =>
  type === 'converted' ? `${label} ≈\u00a0${base_currency}` : label

function daysOf({ date_from, date_to }: ReportTable, locale: string): string {
  const style = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
  const text = (day: string) => style.format(new Date(`${day}T00:00:00Z`))
  if (date_from === null && date_to === null) return 'All days'
  if (date_from === null) return `Until ${text(date_to!)}`
  return date_to === null ? `Since ${text(date_from)}` : `${text(date_from)} – ${text(date_to)}`
}

const amountsOf = (cell: Cell): Money[] =>
  Array.isArray(cell) ? cell : cell !== null && typeof cell === 'object' ? [cell] : []

function textsIn(locale: string) {
  const plain = new Intl.NumberFormat(locale)
  const oneDigit = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const formats = new Map<string, Intl.NumberFormat>()
  // as many digits as the amount has, which are its currency's: Intl disagrees with ISO for some
  const money = ({ amount, currency }: Money) => {
    const digits = amount.split('.')[1]?.length ?? 0
    const key = `${currency} ${digits}`
    const style = { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits } as const
    const format = formats.get(key) ?? new Intl.NumberFormat(locale, style)
    formats.set(key, format)
    return format.format(amount as unknown as number)
  }
  return (cell: Cell, type: ColumnType): string[] => {
    if (type === 'money' || type === 'converted') return amountsOf(cell).map(money)
    if (typeof cell === 'string') return [cell]
    if (typeof cell !== 'number') return []
    if (type === 'seconds') return [hours(cell)]
    if (type === 'percent') return [`${oneDigit.format(cell)} %`]
    return [type === 'days' ? oneDigit.format(cell) : plain.format(cell)]
  }
}

/** Seconds as h:mm. */
function hours(seconds: number): string {
  const minutes = Math.round(Math.abs(seconds) / 60)
  return `${seconds < 0 ? '−' : ''}${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}
