/** What a bar is made of: the pieces of its measure that occur, or itself. */
import type { Cells, ReportTable } from '../../domain/report-tables.ts'
import type { Palette, Part } from '../ui/series.tsx'
import { wholes } from './drawn.ts'
import { measuresOf, sayAmount, type Measure } from './measures.ts'

type Pieces = {
  parts: Part[]
  palette: Palette
  split: (cells: Cells) => number[]
  said: (cells: Cells) => string[]
}

export function partsOf(table: ReportTable, measure: Measure): Pieces {
  const known = new Map(measuresOf(table).map((one) => [one.key, one]))
  const whole = wholes.find(
    ({ measure: key, pieces }) =>
      key === measure.key && pieces.every(({ column }) => column === null || known.has(column)),
  )
  const sizeOf = (column: string, cells: Cells) => known.get(column)?.size(cells) ?? 0
  const others = whole?.pieces.flatMap(({ column }) => column ?? []) ?? []
  const left = (cells: Cells) =>
    (measure.size(cells) ?? 0) - others.reduce((sum, column) => sum + sizeOf(column, cells), 0)
  const pieces = (whole?.pieces ?? []).map(({ column, name, rest }) => ({
    part: {
      key: column ?? 'rest',
      name: name ?? table.columns.find(({ key }) => key === column)!.label,
      ...(rest && { rest }),
    },
    size: (cells: Cells) => (column === null ? left(cells) : sizeOf(column, cells)),
  }))
  const occurring = pieces.filter(({ size }) => table.data.some(({ cells }) => size(cells) > 0))
  if (occurring.length < 2)
    return {
      parts: [{ key: measure.key, name: measure.label }],
      palette: 'series',
      split: (cells) => [measure.size(cells) ?? 0],
      said: (cells) => [measure.say(cells)],
    }
  const split = (cells: Cells) => occurring.map(({ size }) => size(cells))
  return {
    parts: occurring.map(({ part }) => part),
    palette: whole!.palette ?? 'series',
    split,
    said: (cells) => split(cells).map((size) => sayAmount(measure, size)),
  }
}
