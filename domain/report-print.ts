/** A report as it is printed: every cell as text, in the reader's way of writing numbers and days. */
import { sayDays } from './periods.ts'
import { countedHow, daysUnit, headingOf, totalOf } from './report-files.ts'
import type { Cell, Cells, ColumnType, ReportColumn, ReportTable } from './report-tables.ts'
import type { Money } from './shapes.ts'

/** `lines`: a cell of several currencies has one each. */
type PrintedRow = { label: string; beside: string | null; cells: string[][]; before: string[][] | null }
export type PrintedReport = {
  title: string
  /** Also at the foot of each sheet. */
  days: string
  /** What stands in grey below each figure; null where nothing does. */
  compared: string | null
  narrowed_by: string[]
  headings: string[]
  /** Which columns stand beside each other: what is too wide for a sheet goes on below, each time with the first of them. */
  blocks: number[][]
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
  return {
    title: table.title,
    days: daysOf(table, locale),
    compared: table.compared && daysBetween(table.compared, locale),
    narrowed_by: table.narrowed_by,
    headings: [headingOf(table), ...columns.map((column) => labelOf(column, table, locale))],
    blocks: blocksOf(columns.length, table),
    rows: [
      ...table.data.map((one) => row(nameOf(one, table, locale), one.beside, one.cells, one.before)),
      ...(table.other ? [row(`${table.other.rows} others`, null, table.other.cells, table.other.before)] : []),
    ],
    total: row(totalOf(table), null, table.total.cells, table.total.before),
    left_out: table.left_out,
    notes: [
      ...countedHow({ ...table, columns }).map((note) => sayDays(note, dayIn(locale))),
      ...(columns.some(({ type }) => type === 'seconds')
        ? ['Times are printed in hours and minutes; they are summed in seconds.']
        : []),
    ],
  }
}

/** Rows of days, weeks and months are called as the reader writes them. */
function nameOf({ label }: ReportTable['data'][number], { group_by }: ReportTable, locale: string): string {
  if (group_by === 'month') return /^\d{4}-\d{2}$/.test(label) ? monthIn(locale)(label) : label
  return group_by === 'day' || group_by === 'week' ? sayDays(label, dayIn(locale)) : label
}

/** What is nothing in every row would only take the place of what is not. */
const inPrint = ({ columns, data, total }: ReportTable): ReportColumn[] =>
  columns.filter(({ key, type }) => {
    if (type !== 'money' && type !== 'converted') return true
    return [total.cells, ...data.map(({ cells }) => cells)].some((cells) => amountsOf(cells[key] ?? null).length > 0)
  })

function labelOf({ key, label, type }: ReportColumn, { base_currency, split_by }: ReportTable, locale: string): string {
  if (split_by === 'month' && /^\d/.test(key)) return monthIn(locale)(key)
  if (split_by) return sayDays(label, dayIn(locale))
  if (type === 'converted') return `${label} ≈\u00a0${base_currency}`
  return `${label}${daysUnit(label, type)}`
}

/** On a sheet that lies on its side. */
const mostBeside = 11
function blocksOf(columns: number, { split_by }: ReportTable): number[][] {
  const all = Array.from({ length: columns }, (_, place) => place)
  if (!split_by || columns <= mostBeside) return [all]
  const [total, ...others] = all
  return Array.from({ length: Math.ceil(others.length / (mostBeside - 1)) }, (_, block) => [
    total!,
    ...others.slice(block * (mostBeside - 1), (block + 1) * (mostBeside - 1)),
  ])
}

const dayIn = (locale: string) => {
  const style = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
  return (day: string) => style.format(new Date(`${day}T00:00:00Z`))
}

const monthIn = (locale: string) => {
  const style = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' })
  return (month: string) => style.format(new Date(`${month}-01T00:00:00Z`))
}

function daysOf({ date_from, date_to }: ReportTable, locale: string): string {
  const text = dayIn(locale)
  if (date_from === null && date_to === null) return 'All days'
  if (date_from === null) return `Until ${text(date_to!)}`
  if (date_to === null) return `Since ${text(date_from)}`
  return daysBetween({ date_from, date_to }, locale)
}

function daysBetween({ date_from, date_to }: { date_from: string; date_to: string }, locale: string): string {
  const text = dayIn(locale)
  return `${text(date_from)} – ${text(date_to)}`
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
    if (type === 'money' || type === 'converted') return amountsOf(cell).map((amount) => withMinus(money(amount)))
    if (typeof cell === 'string') return [cell]
    if (typeof cell !== 'number') return []
    if (type === 'seconds') return [hours(cell, plain)]
    if (type === 'percent') return [withMinus(`${oneDigit.format(cell)} %`)]
    return [withMinus(type === 'days' ? oneDigit.format(cell) : plain.format(cell))]
  }
}

/** Below zero by a sign as wide as a digit, so that digits stand below each other. */
const withMinus = (figure: string) => figure.replace('-', '−')

/** Seconds as h:mm. */
function hours(seconds: number, plain: Intl.NumberFormat): string {
  const minutes = Math.round(Math.abs(seconds) / 60)
  return `${seconds < 0 ? '−' : ''}${plain.format(Math.floor(minutes / 60))}:${String(minutes % 60).padStart(2, '0')}`
}
