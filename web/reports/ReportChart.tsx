/** The picture of a report: rows beside each other, rows that follow each other upright, revenue against hours as points. */
import type { ReportRow, ReportTable } from '../../domain/report-tables.ts'
import { Bars } from '../ui/Bars.tsx'
import { inTicks, number } from '../ui/formats.tsx'
import { StackedBars } from '../ui/StackedBars.tsx'
import { hrefOfRow } from './drills.ts'
import { findingOf } from './finding.ts'
import { useFollow } from './Follow.tsx'
import { groupWord, isInOrder } from './groups.ts'
import { isDrawn, type Measure } from './measures.ts'
import { partsOf } from './parts.ts'
import { periodWords } from './periods.ts'
import { placesIn, type Place } from './rows-in-order.ts'
import { axesOf } from './points.ts'
import { Points } from './Points.tsx'
import { SplitBars } from './SplitBars.tsx'
import { Steps } from './Steps.tsx'

type Props = { table: ReportTable; measure: Measure; rows: ReportRow[] }
type ChartProps = Props & { hour_cost: string | undefined }

/** Bars beyond these would be a wall; the table has them all. */
const most = 20

export function ReportChart({ table, measure, rows, hour_cost }: ChartProps) {
  if (table.split_by) return <SplitBars table={table} />
  const axes = axesOf(table)
  if (axes) return <Points {...{ table, axes, hour_cost }} />
  if (!isDrawn(measure, table)) return null
  if (table.group_by === 'step') return <Steps {...{ table, measure }} />
  return isInOrder(table.group_by) ? <Upright {...{ table, measure }} /> : <Beside {...{ table, measure, rows }} />
}

const compared = ({ compared: period }: ReportTable) => period && `Before: ${periodWords(period)}`
function earlier({ before }: ReportRow, { size, say }: Measure) {
  const former = before && size(before)
  return former === null ? undefined : { size: former, said: say(before!) }
}

function Beside({ table, measure, rows }: Props) {
  const follow = useFollow()
  const { parts, palette, split, said } = partsOf(table, measure)
  // what stands for no record is a sum of many, and would dwarf the single ones: figures, and no bar
  const shown = [...rows.filter(({ key }) => key !== null).slice(0, most), ...rows.filter(({ key }) => key === null)]
  const bars = shown.map((row) => ({
    key: String(row.key),
    name: row.label,
    detail: row.beside ?? undefined,
    sizes: row.key === null || measure.size(row.cells) === null ? [] : split(row.cells),
    said: said(row.cells),
    whole: measure.say(row.cells),
    before: earlier(row, measure),
    href: hrefOfRow(table, row, measure.key) ?? undefined,
  }))
  const before = compared(table)
  const left = rows.length - bars.length + (table.other?.rows ?? 0)
  return (
    <Bars
      title={table.title}
      note={<Finding table={table} measure={measure} />}
      unit={groupWord(table.group_by)}
      measure={measure.label}
      parts={parts}
      palette={palette}
      bars={bars}
      onOpen={follow}
      {...(before && { before })}
      {...(left > 0 && { below: `${number(left)} more in the table below.` })}
    />
  )
}

function Upright({ table, measure }: Omit<Props, 'rows'>) {
  const { parts, palette, split, said } = partsOf(table, measure)
  const before = compared(table)
  const places = placesIn(table)
  const follow = useFollow()
  // nothing has a day: nothing follows anything
  if (places.length === 0) return null
  const below = notDrawn(table, measure, places)
  return (
    <StackedBars
      title={table.title}
      note={<Finding table={table} measure={measure} />}
      unit={groupWord(table.group_by)}
      measure={measure.unit}
      sayTick={inTicks(measure.unit, measure.currency)}
      parts={parts}
      palette={palette}
      bars={places.map(({ row, ...place }) => ({
        ...place,
        sizes: split(row?.cells ?? {}),
        said: said(row?.cells ?? {}),
        whole: row ? measure.say(row.cells) : 'none',
        before: row ? earlier(row, measure) : undefined,
        href: (row && hrefOfRow(table, row, measure.key)) ?? undefined,
      }))}
      onOpen={follow}
      {...(before && { before })}
      {...(below && { below })}
    />
  )
}

/** What has no day of its own, and days too long ago to be drawn beside the last. */
function notDrawn({ data, other }: ReportTable, measure: Measure, places: Place[]): string | null {
  const drawn = new Set(places.map(({ row }) => row))
  const undated = data.filter(({ key }) => key === null)
  const left = data.filter((row) => row.key !== null && !drawn.has(row)).length + (other?.rows ?? 0)
  const parts = [
    ...undated.map(({ label, cells }) => `${label}: ${measure.say(cells)}`),
    ...(left > 0 ? [`${number(left)} earlier`] : []),
  ]
  return parts.length > 0 ? `In the table below, and not drawn: ${parts.join(' · ')}.` : null
}

/** What is drawn, and what it tells. */
function Finding({ table, measure }: Omit<Props, 'rows'>) {
  const words = findingOf(table, measure)
  return (
    <div>
      {words && <p className="text-text-2">{words}</p>}
      <p className="text-meta text-text-3">{measure.label}</p>
    </div>
  )
}
