/** What came and went, from what there was to what there is: each bar goes on where the one above it ended. */
import type { ReportTable } from '../../domain/report-tables.ts'
import { Bars } from '../ui/Bars.tsx'
import { groupWord } from './groups.ts'
import type { Measure } from './measures.ts'
import { stepsOf } from './steps.ts'

const parts = [
  { key: 'open', name: 'Open' },
  { key: 'less', name: 'Went out' },
  { key: 'more', name: 'Came in' },
]

export function Steps({ table, measure }: { table: ReportTable; measure: Measure }) {
  const bars = stepsOf(table, measure).map(({ cells, ...step }) => ({
    ...step,
    said: parts.map(() => measure.say(cells)),
    whole: measure.say(cells),
  }))
  return (
    <Bars
      title={table.title}
      note={<p className="text-meta text-text-3">{measure.label}</p>}
      unit={groupWord(table.group_by)}
      measure={measure.label}
      parts={parts}
      bars={bars}
    />
  )
}
