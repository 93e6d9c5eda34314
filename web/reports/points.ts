/** Revenue against hours: a point a row, and the line that parts them. */
import type { ReportColumn, ReportTable } from '../../domain/report-tables.ts'
import { money } from '../ui/formats.tsx'
import type { Line, Point } from '../ui/Scatter.tsx'
import { hrefOfRow } from './drills.ts'
import { isInOrder } from './groups.ts'
import { amountOf, said } from './words.ts'

type Axes = { x: ReportColumn; y: ReportColumn }
/** `hours` and `revenue`: the exact figures. */
export type RevenuePoint = Point & { hours: string; revenue: string }

/** Hours, and money made one currency, each on its own axis; null where the report is about something else or follows the calendar. */
export function axesOf({ report, group_by, columns }: ReportTable): Axes | null {
  const [x, y] = [columns.find(({ type }) => type === 'seconds'), columns.find(({ type }) => type === 'converted')]
  return report === 'revenue-vs-hours' && !isInOrder(group_by) && x && y ? { x, y } : null
}

export const pointsOf = (table: ReportTable, { x, y }: Axes): RevenuePoint[] =>
  table.data.flatMap((row) => {
    const { key, label, cells } = row
    const [right, up] = [amountOf(x.type, cells[x.key]), amountOf(y.type, cells[y.key])]
    if (right === null || up === null) return []
    const [hours, revenue] = [said(x.type, cells[x.key]), said(y.type, cells[y.key])]
    const place = { x: right, y: up, hours, revenue, words: `${revenue} in ${hours} h` }
    return [{ key: String(key), name: label, ...place, href: hrefOfRow(table, row, x.key) ?? undefined }]
  })

/** Where an hour brings what it costs; as long as nobody says what it costs, where it brings the average. */
export function lineOf({ base_currency, total }: ReportTable, hour_cost: string | undefined): Line | null {
  if (hour_cost)
    return {
      slope: Number(hour_cost) / 3600,
      above: 'Brings more than it costs',
      below: 'Brings less than it costs',
      words: `Break-even at ${money({ amount: hour_cost, currency: base_currency })} an hour`,
    }
  const average = amountOf('converted', total.cells['converted_per_hour'])
  if (average === null || average <= 0) return null
  return {
    slope: average / 3600,
    above: 'Brings more than the average hour',
    below: 'Brings less than the average hour',
    words: `Average, ${said('converted', total.cells['converted_per_hour'])} an hour`,
  }
}
