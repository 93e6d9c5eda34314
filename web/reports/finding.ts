/** The answer in a sentence, where the rows sum to the whole: who has most of it, and how much that is. */
import type { ReportRow, ReportTable } from '../../domain/report-tables.ts'
import { number } from '../ui/formats.tsx'
import type { Measure } from './measures.ts'
import { nameOf } from './rows-in-order.ts'

export function findingOf({ data, other, total, group_by }: ReportTable, measure: Measure): string | null {
  const { size, say } = measure
  const whole = size(total.cells)
  const named = data.filter(({ key }) => key !== null)
  const [first, second] = named.toSorted((a, b) => (size(b.cells) ?? 0) - (size(a.cells) ?? 0))
  if (isOfPeople(group_by) || !first || !second || whole === null || whole <= 0) return null
  // two that have as much have most together
  if (say(first.cells) === say(second.cells)) return null
  // one of those that are not shown may have more, as long as all of them together have
  if (other && (size(other.cells) ?? 0) > (size(first.cells) ?? 0) && !isOrder(named, size)) return null
  const sizes = [...data.map(({ cells }) => size(cells) ?? 0), other ? (size(other.cells) ?? 0) : 0]
  if (!addsUp(sizes, whole)) return null
  const share = Math.round(((size(first.cells) ?? 0) / whole) * 100)
  return `${nameOf(group_by, first)} has most: ${say(first.cells)}, ${number(share)} % of ${say(total.cells)}.`
}

/** Rows come by this very figure, most first: none of those that are not shown has more. */
const isOrder = (rows: ReportRow[], size: Measure['size']) =>
  rows.every(({ cells }, place) => place === 0 || (size(cells) ?? 0) <= (size(rows[place - 1]!.cells) ?? 0))

/** Nobody is held up as the one who did most. */
const isOfPeople = (group: ReportTable['group_by']) => group === 'person' || group === 'owner'

/** Rates and medians have no shares, nor has what goes up and down; sums that were each rounded differ a little. */
const addsUp = (sizes: number[], whole: number) =>
  sizes.every((size) => size >= 0) && Math.abs(sizes.reduce((sum, size) => sum + size, 0) - whole) <= whole / 1_000
