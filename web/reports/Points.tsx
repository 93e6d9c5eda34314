import type { ReportTable } from '../../domain/report-tables.ts'
import { inTicks, number } from '../ui/formats.tsx'
import { Scatter } from '../ui/Scatter.tsx'
import { useFollow } from './Follow.tsx'
import { groupWord } from './groups.ts'
import { axesOf, lineOf, pointsOf, type RevenuePoint } from './points.ts'

type Props = { table: ReportTable; axes: NonNullable<ReturnType<typeof axesOf>>; hour_cost: string | undefined }

export function Points({ table, axes, hour_cost }: Props) {
  const follow = useFollow()
  const { x, y } = axes
  const { base_currency, group_by, title } = table
  const points = pointsOf(table, axes)
  if (points.length === 0) return null
  const left = table.data.length - points.length + (table.other?.rows ?? 0)
  return (
    <Scatter
      title={title}
      note={
        left > 0 && (
          <p className="text-meta text-text-3">
            {number(left)} more have no place here: the table below has those without a converted amount, or beyond the
            rows that are shown.
          </p>
        )
      }
      x={{ title: `${x.label} (h)`, unit: 'hours', sayTick: inTicks('hours') }}
      y={{ title: `${y.label} (${base_currency})`, unit: 'money', sayTick: inTicks('money', base_currency) }}
      points={points}
      line={lineOf(table, hour_cost)}
      onOpen={follow}
      table={<Figures points={points} headings={[groupWord(group_by), x.label, y.label]} />}
    />
  )
}

const Figures = ({
  points,
  headings: [name, x, y],
}: {
  points: RevenuePoint[]
  headings: [string, string, string]
}) => (
  <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Figures">
    <table className="w-full text-row">
      <thead className="text-left text-meta text-text-3">
        <tr>
          <th scope="col" className="pr-3 font-medium">
            {name}
          </th>
          <th scope="col" className="pl-3 text-right font-medium">
            {x}
          </th>
          <th scope="col" className="pl-3 text-right font-medium">
            {y}
          </th>
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={point.key} className="border-t border-border">
            <th scope="row" className="py-1 pr-3 text-left font-normal">
              {point.name}
            </th>
            <td className="pl-3 text-right">{point.hours}</td>
            <td className="pl-3 text-right whitespace-nowrap">{point.revenue}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)
