import type { ReportColumn, ReportTable } from '../../domain/report-tables.ts'
import type { Part } from '../ui/series.tsx'
import { placeOf } from './rows-in-order.ts'

/** More colours would not be told apart. */
const most = 5
type Stack = { key: string; label: string; short: string; sizes: number[]; whole: number; column: ReportColumn }

/** A bar for each column of a split, of parts: the rows with most, and what the others leave of the whole. */
export function stacksOf({ data, columns, total, split_by, date_from, date_to }: ReportTable): {
  parts: Part[]
  bars: Stack[]
  /** The columns in which all that lies too far back stands together: no bar among those of one day each. */
  together: ReportColumn[]
} {
  const [all, ...others] = columns
  const sizeIn = (cells: ReportTable['total']['cells'], key: string) => Number(cells[key] ?? 0)
  const rows = data.toSorted((a, b) => sizeIn(b.cells, all!.key) - sizeIn(a.cells, all!.key)).slice(0, most)
  const bars = others
    .filter(({ key }) => /^\d/.test(key))
    .map((column): Stack => {
      const { key } = column
      const sizes = rows.map(({ cells }) => sizeIn(cells, key))
      const whole = sizeIn(total.cells, key)
      const left = whole - sizes.reduce((sum, size) => sum + size, 0)
      return { ...placeOf(split_by!, key, { date_from, date_to }), sizes: [...sizes, left], whole, column }
    })
  const hasOthers = bars.some(({ sizes }) => sizes.at(-1)! > 0)
  const parts = [
    ...rows.map(({ key, label }) => ({ key: String(key), name: label })),
    ...(hasOthers ? [{ key: 'others', name: 'Others', rest: true as const }] : []),
  ]
  return {
    parts,
    bars: hasOthers ? bars : bars.map((bar) => ({ ...bar, sizes: bar.sizes.slice(0, -1) })),
    together: others.filter(({ key }) => !/^\d/.test(key)),
  }
}
