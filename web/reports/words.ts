/** What stands in a cell, as the person who looks reads it. */
import type { Money } from '../../domain/shapes.ts'
import type { Cell, ColumnType, ReportColumn } from '../../domain/report-tables.ts'
import { day, hours, money, number } from '../ui/formats.tsx'

export const asMoney = (cell: Cell | undefined): Money[] =>
  Array.isArray(cell) ? cell : cell !== null && typeof cell === 'object' ? [cell] : []
const asNumber = (cell: Cell) => Number(cell)

/** One word a currency; null where there is nothing to say. */
export function wordsOf(type: ColumnType, cell: Cell | undefined): string[] | null {
  if (cell === null || cell === undefined) return null
  if (type === 'money' || type === 'converted') return asMoney(cell).map(money)
  return [plain(type, cell)]
}

function plain(type: ColumnType, cell: string | number | Money | Money[]): string {
  if (type === 'date') return day(String(cell))
  if (type === 'seconds') return hours(asNumber(cell))
  if (type === 'percent') return `${number(asNumber(cell))} %`
  if (type === 'days') return inDays(asNumber(cell))
  if (type === 'count') return number(asNumber(cell))
  return String(cell)
}
const inDays = (days: number) => `${number(days)} ${days === 1 ? 'day' : 'days'}`

/** There are no rows behind a nothing. */
export const isNothing = (type: ColumnType, cell: Cell | undefined): boolean =>
  type === 'money' || type === 'converted'
    ? asMoney(cell).every(({ amount }) => Number(amount) === 0)
    : cell === null || cell === undefined || cell === 0

/** In one line, where a line is all there is. */
export const said = (type: ColumnType, cell: Cell | undefined): string => wordsOf(type, cell)?.join(' · ') || '–'

export const isText = ({ type }: ReportColumn) => type === 'text' || type === 'date'

const signed = (words: string, change: number) => (change > 0 ? `+${words}` : change < 0 ? `−${words}` : `±${words}`)

/** How much more or less than before: of a share in points, else in whole per cent; null where it cannot be said. */
export function changeInWords(type: ColumnType, now: Cell | undefined, before: Cell | undefined): string | null {
  const [to, from] = [amountOf(type, now), amountOf(type, before)]
  if (to === null || from === null || currencyOf(now) !== currencyOf(before)) return null
  if (type === 'percent') {
    const points = Math.round((to - from) * 10) / 10
    return `${signed(number(Math.abs(points)), points)} points`
  }
  if (from === 0) return null
  const percent = Math.round(((to - from) / Math.abs(from)) * 100)
  return `${signed(number(Math.abs(percent)), percent)} %`
}

/** Money of one currency has a size of its own; of several it has none. */
export function amountOf(type: ColumnType, cell: Cell | undefined): number | null {
  if (cell === null || cell === undefined || type === 'text' || type === 'date') return null
  if (type !== 'money' && type !== 'converted') return asNumber(cell as number)
  const amounts = asMoney(cell)
  return amounts.length === 1 ? Number(amounts[0]!.amount) : null
}

const currencyOf = (cell: Cell | undefined) => asMoney(cell)[0]?.currency
