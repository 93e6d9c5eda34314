/** What stands on the days that are shown, laid out. Times are read once: a week may have four thousand entries. */
import { layOut, type Laid } from '../../domain/calendar-layout.ts'
import type { Span } from '../../domain/spans.ts'
import type { Stretch } from '../../domain/stretches.ts'
import { spanOf, type CalendarDay, type CalendarEntry, type Days } from './calls.ts'
import { leastHeight_px, touches, within } from './days.ts'

export const hour_ms = 3_600_000
type Block = Span & { entry: CalendarEntry }
/** One entry, or several that share a place because they are small. */
export type Place = Laid<Block>
export type Column = { day: CalendarDay; span: Span; places: Place[]; seen: Stretch[] | null }

export function columnsOf(
  { days, entries }: Pick<Days, 'days' | 'entries'>,
  seen: readonly Stretch[] | null,
  px_per_hour: number,
): Column[] {
  const blocks = entries.map((entry) => ({ entry, ...spanOf(entry) }))
  const least_ms = (leastHeight_px / px_per_hour) * hour_ms
  return days.map((day) => {
    const span = spanOf(day)
    const on = <S extends Span>(all: readonly S[]): S[] =>
      all.filter((one) => touches(one, span)).map((one) => ({ ...one, ...within(one, span) }))
    return { day, span, places: layOut(on(blocks), least_ms), seen: seen && on(seen) }
  })
}

/** What a place is known by: an entry over midnight stands on two days. */
export const keyOf = ({ day }: CalendarDay, { blocks }: Place) => `${day} ${blocks[0]!.entry.id}`

const usually_ms = 8 * hour_ms
/** How far into its day the earliest of what is shown begins. */
export const firstOf = (columns: readonly Column[]): number =>
  columns.reduce(
    (first, { span, places: [place] }) => (place ? Math.min(first ?? Infinity, place.start_ms - span.start_ms) : first),
    null as number | null,
  ) ?? usually_ms
