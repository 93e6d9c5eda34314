import type { ReportTable } from '../../domain/report-tables.ts'
import type { Part } from '../ui/series.tsx'
import { placeOf } from './rows-in-order.ts'

/** More colours would not be told apart. */
const most = 5
type Stack = { key: string; label: string; short: string; sizes: number[]; whole: number }

/** A bar for each column of a split, of parts: the rows with most, and what the others leave of the whole. */
export function stacksOf({ data, columns, total, split_by, date_from, date_to }: ReportTable): {
  parts: Part[]
  bars: Stack[]
} {
  const [all, ...others] = columns
  const sizeIn = (cells: ReportTable['total']['cells'], key: string) => Number(cells[key] ?? 0)
  const rows = data.toSorted((a, b) => sizeIn(b.cells, all!.key) - sizeIn(a.cells, all!.key)).slice(0, most)
  const bars = others
    .filter(({ key }) => /^\d/.test(key))
    .map(({ key }): Stack => {
      const sizes = rows.map(({ cells }) => sizeIn(cells, key))
      const whole = sizeIn(total.cells, key)
      const left = whole - sizes.reduce((sum, size) => sum + size, 0)
      return { ...placeOf(split_by!, key, { date_from, date_to }), sizes: [...sizes, left], whole }
    })
  const parts = [
    ...rows.map(({ key, label }) => ({ key: String(key), name: label })),
    { key: 'others', name: 'Others', rest: true as const },
  ]
  return { parts, bars }
}
