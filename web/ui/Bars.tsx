import { useState } from 'react'
import { Button } from './controls.tsx'
import { hours } from './formats.tsx'

type Bar = { label: string; detail?: string; seconds: number }

type Props = { title: string; bars: Bar[]; rest: Bar[] }

/** Horizontal bars from zero with direct labels; the same figures as a table on demand. `rest` has figures and no bars: a sum of many would dwarf the single ones. */
export function Bars({ title, bars, rest }: Props) {
  const [asTable, setAsTable] = useState(false)
  const most = Math.max(1, ...bars.map(({ seconds }) => seconds))
  return (
    <section aria-label={title} className="flex flex-col gap-3 rounded-card border border-border bg-surface p-4">
      <div className="flex items-center justify-between gap-2">
        <h2 className="text-section font-semibold">{title}</h2>
        <Button look="quiet" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? 'View as chart' : 'View as table'}
        </Button>
      </div>
      {asTable ? <Table bars={[...bars, ...rest]} /> : <Chart bars={bars} rest={rest} most={most} />}
    </section>
  )
}

const Chart = ({ bars, rest, most }: { bars: Bar[]; rest: Bar[]; most: number }) => (
  <ul className="flex flex-col gap-2">
    {[...bars, ...rest].map(({ label, detail, seconds }, index) => (
      <li
        key={label + (detail ?? '')}
        className="grid grid-cols-[minmax(7rem,14rem)_1fr_4.5rem] items-center gap-x-3 text-row max-md:grid-cols-[1fr_4.5rem]"
      >
        <span className="truncate max-md:col-span-2" title={detail ? `${label} · ${detail}` : label}>
          {label} {detail && <span className="text-text-3">{detail}</span>}
        </span>
        {index < bars.length ? (
          <span className="h-4 rounded-input bg-sunken">
            <span
              className="block h-full rounded-input bg-series-1"
              style={{ width: `${(Math.max(0, seconds) / most) * 100}%` }}
            />
          </span>
        ) : (
          <span />
        )}
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
