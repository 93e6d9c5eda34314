import type { Cells, ReportTable } from '../../domain/report-tables.ts'
import { wholeWord } from './groups.ts'
import type { Measure } from './measures.ts'

type Step = { key: string; name: string; from: number; sizes: [open: number, less: number, more: number]; cells: Cells }

/** The first row is what there was, the total what there is; between them rows add and take. */
export function stepsOf({ data, total }: Pick<ReportTable, 'data' | 'total'>, { size }: Pick<Measure, 'size'>): Step[] {
  let reached = 0
  const steps = data.map(({ key, label, cells }, place): Step => {
    const change = size(cells) ?? 0
    const from = place === 0 ? 0 : Math.min(reached, reached + change)
    reached += change
    const sizes: Step['sizes'] = place === 0 ? [change, 0, 0] : change < 0 ? [0, -change, 0] : [0, 0, change]
    return { key: String(key), name: label, from, sizes, cells }
  })
  const end: Step = {
    key: 'end',
    name: wholeWord('step'),
    from: 0,
    sizes: [size(total.cells) ?? 0, 0, 0],
    cells: total.cells,
  }
  return [...steps, end]
}
