import { useState } from 'react'
import { Button } from './controls.tsx'
import { hours } from './formats.tsx'

type Bar = { label: string; detail?: string; seconds: number; planned_seconds?: number | null }

/** Horizontal bars from zero with direct labels; the same figures as a table on demand. */
export function Bars({ title, bars }: { title: string; bars: Bar[] }) {
  const [asTable, setAsTable] = useState(false)
  const most = Math.max(1, ...bars.map(({ seconds, planned_seconds }) => Math.max(seconds, planned_seconds ?? 0)))
  return (
    <section aria-label={title} className="flex flex-col gap-3 rounded-card border border-border bg-surface p-4">
      <div className="flex items-center justify-between gap-2">
        <h2 className="text-section font-semibold">{title}</h2>
        <Button look="quiet" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? 'View as chart' : 'View as table'}
        </Button>
      </div>
      {asTable ? <Table bars={bars} /> : <Chart bars={bars} most={most} />}
    </section>
  )
}

const Chart = ({ bars, most }: { bars: Bar[]; most: number }) => (
  <ul className="flex flex-col gap-2">
    {bars.map(({ label, detail, seconds, planned_seconds }) => (
      <li
        key={label + (detail ?? '')}
        className="grid grid-cols-[minmax(7rem,14rem)_1fr_4.5rem] items-center gap-3 text-row"
      >
        <span className="truncate" title={detail ? `${label} · ${detail}` : label}>
          {label} {detail && <span className="text-text-3">{detail}</span>}
        </span>
        <span className="relative h-4 rounded-input bg-sunken">
          <span
            className="absolute inset-y-0 left-0 rounded-input bg-series-1"
            style={{ width: `${(Math.max(0, seconds) / most) * 100}%` }}
          />
          {planned_seconds ? (
            <span
              title={`Budget ${hours(planned_seconds)}`}
              className="absolute inset-y-0 w-0.5 bg-text"
              style={{ left: `${(planned_seconds / most) * 100}%` }}
            />
          ) : null}
        </span>
        <span className="text-right" title={`${seconds} s`}>
          {hours(seconds)}
        </span>
      </li>
    ))}
  </ul>
)

const Table = ({ bars }: { bars: Bar[] }) => (
  <table className="text-row">
    <thead>
      <tr className="text-left text-text-3">
        <th>What</th>
        <th className="text-right">Hours</th>
        <th className="text-right">Seconds</th>
      </tr>
    </thead>
    <tbody>
      {bars.map(({ label, detail, seconds }) => (
        <tr key={label + (detail ?? '')}>
          <td>
            {label} {detail}
          </td>
          <td className="text-right">{hours(seconds)}</td>
          <td className="text-right">{seconds}</td>
        </tr>
      ))}
    </tbody>
  </table>
)
