/** Hours of each day, week or month, made of those of the rows with most. */
import type { ReportTable } from '../../domain/report-tables.ts'
import { hours, inTicks } from '../ui/formats.tsx'
import { StackedBars } from '../ui/StackedBars.tsx'
import { hrefIn } from './drills.ts'
import { useFollow } from './Follow.tsx'
import { groupWord } from './groups.ts'
import { inWords } from './periods.ts'
import { stacksOf } from './stacks.ts'

export function SplitBars({ table }: { table: ReportTable }) {
  const { parts, bars, together } = stacksOf(table)
  const follow = useFollow()
  if (bars.length === 0) return null
  const below = together.map(
    ({ key, label }) => `${inWords(label)}: ${hours(Number(table.total.cells[key] ?? 0))}, in the table below.`,
  )
  return (
    <StackedBars
      title={table.title}
      note={<p className="text-meta text-text-3">{table.columns[0]!.label}</p>}
      unit={groupWord(table.split_by!)}
      measure="hours"
      sayTick={inTicks('hours')}
      parts={parts}
      bars={bars.map(({ column, ...bar }) => ({
        ...bar,
        said: bar.sizes.map(hours),
        whole: hours(bar.whole),
        href: (bar.whole > 0 && hrefIn(column, table.total)) || undefined,
      }))}
      onOpen={follow}
      {...(below.length > 0 && { below: below.join(' ') })}
    />
  )
}
