/** A report as lines of a file: its rows, what they add up to, and then how it was counted. */
import { decimal, type Cell as CsvCell } from './csv.ts'
import type { Cell, Cells, ColumnType, ReportColumn, ReportTable } from './report-tables.ts'
import type { Money } from './shapes.ts'

/** What a column becomes: money has one of each currency, for no sum mixes them; time is in hours, which a spreadsheet adds up. */
type FileColumn = { heading: string; cell: (cells: Cells) => CsvCell }

export function linesOf(table: ReportTable): CsvCell[][] {
  const columns = table.columns.flatMap((column) => columnsOf(column, table))
  const compared = table.compared !== null
  const headings = columns.map(({ heading }) => heading)
  const besides = table.data.some(({ beside }) => beside !== null)
  const valuesOf = (cells: Cells | null) => columns.map(({ cell }) => (cells ? cell(cells) : null))
  const line = (label: string, beside: string | null, cells: Cells, before: Cells | null): CsvCell[] => [
    label,
    ...(besides ? [beside] : []),
    ...valuesOf(cells),
    ...(compared ? valuesOf(before) : []),
  ]
  return [
    [
      headingOf(table),
      ...(besides ? ['Account'] : []),
      ...headings,
      ...(compared ? headings.map((heading) => `${heading}, before`) : []),
    ],
    ...table.data.map(({ label, beside, cells, before }) => line(label, beside, cells, before)),
    ...(table.other ? [line(`${table.other.rows} others`, null, table.other.cells, table.other.before)] : []),
    line(totalOf(table), null, table.total.cells, table.total.before),
    [],
    ...notesOf(table).map((note) => [note]),
  ]
}

/** The sentences that go along with the figures wherever they are printed. */
function notesOf(table: ReportTable): string[] {
  const { title, date_from, date_to, narrowed_by, left_out } = table
  const days =
    date_from === null && date_to === null ? 'All days' : `${date_from ?? 'The first day'} to ${date_to ?? 'the last'}`
  return [title, `${days}.`, ...narrowed_by, ...left_out, ...countedHow(table)]
}

/** Its rules, what its columns are where their names alone would not say, and the rates. */
export const countedHow = ({ rules, columns, rates }: Pick<ReportTable, 'rules' | 'columns' | 'rates'>): string[] => [
  ...rules,
  ...new Set(columns.flatMap(({ label, definition }) => (definition ? [`${label}: ${definition}`] : []))),
  ...rates.map(({ base, currency, rate, day_from, day_to, source }) =>
    rate === null
      ? `Rates: ${base} to ${currency} as of each day, ${day_from} to ${day_to} (${source}).`
      : `Rates: 1 ${base} = ${rate} ${currency}, of ${day_from} (${source}).`,
  ),
]

/** What the last line is: of movements there is no sum, but what they led to. */
export const totalOf = ({ group_by }: Pick<ReportTable, 'group_by'>): string =>
  group_by === 'step' ? 'Open at the end' : 'Total'

const names: Partial<Record<ReportTable['group_by'], string>> = { way: 'Placed by', age: 'Worked', step: 'Movement' }
export const headingOf = ({ group_by }: Pick<ReportTable, 'group_by'>): string =>
  names[group_by] ?? `${group_by[0]!.toUpperCase()}${group_by.slice(1)}`

function columnsOf(column: ReportColumn, table: ReportTable): FileColumn[] {
  const { key, label, type } = column
  const value = (cells: Cells): Cell => cells[key] ?? null
  if (type === 'money')
    return currenciesIn(key, table).map((currency) => ({
      heading: `${label}, ${currency}`,
      cell: (cells) => decimal(amountsOf(value(cells)).find((money) => money.currency === currency)?.amount ?? null),
    }))
  if (type === 'converted')
    return [
      {
        heading: `${label}, converted to ${table.base_currency}`,
        cell: (cells) => decimal(amountsOf(value(cells))[0]?.amount ?? null),
      },
    ]
  if (type === 'seconds') return [{ heading: `${label}, hours`, cell: (cells) => hoursOf(value(cells)) }]
  const unit = type === 'percent' ? ', %' : daysUnit(label, type)
  return [{ heading: `${label}${unit}`, cell: (cells) => plain(value(cells)) }]
}

/** What is in days says so, once. */
export const daysUnit = (label: string, type: ColumnType): string =>
  type === 'days' && !/\bdays?\b/i.test(label) ? ', days' : ''

const amountsOf = (cell: Cell): Money[] =>
  Array.isArray(cell) ? cell : cell !== null && typeof cell === 'object' ? [cell] : []

function currenciesIn(key: string, { data, other, total }: ReportTable): string[] {
  const cells = [
    ...data.flatMap(({ cells: own, before }) => [own, before]),
    total.cells,
    total.before,
    other?.cells,
    other?.before,
  ]
  return [...new Set(cells.flatMap((one) => amountsOf(one?.[key] ?? null).map(({ currency }) => currency)))].toSorted()
}

/** Exact to the second: four places of an hour are 0.36 s. */
export const hoursOf = (cell: Cell): CsvCell => (typeof cell === 'number' ? Number((cell / 3600).toFixed(4)) : null)
const plain = (cell: Cell): CsvCell => (typeof cell === 'object' ? null : cell)
