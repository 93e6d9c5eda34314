/** Hours of each day, week or month, made of those of the rows with most. */
import type { ReportTable } from '../../domain/report-tables.ts'
import { hours, inTicks } from '../ui/formats.tsx'
import { StackedBars } from '../ui/StackedBars.tsx'
import { groupWord } from './groups.ts'
import { stacksOf } from './stacks.ts'

export function SplitBars({ table }: { table: ReportTable }) {
  const { parts, bars } = stacksOf(table)
  if (bars.length === 0) return null
  return (
    <StackedBars
      title={table.title}
      note={<p className="text-meta text-text-3">{table.columns[0]!.label}</p>}
      unit={groupWord(table.split_by!)}
      measure="hours"
      sayTick={inTicks('hours')}
      parts={parts}
      bars={bars.map((bar) => ({ ...bar, said: bar.sizes.map(hours), whole: hours(bar.whole) }))}
    />
  )
}
