/** Upright bars from zero, of parts: one stop for the keyboard, arrows from bar to bar; the one that is pointed at is told exactly. */
import { clsx } from 'clsx'
import { useRef, useState, type KeyboardEvent } from 'react'
import { Button } from './controls.tsx'
import { hours } from './formats.tsx'

/** `rest`: what has no colour of its own. */
type Part = { key: string; name: string; rest?: boolean }
type Bar = { key: string; label: string; seconds: number[] }
/** `bars` have the seconds of every part in its order; `unit` names what a bar is. */
type Props = { title: string; unit: string; parts: Part[]; bars: Bar[] }

const colours = ['bg-series-1', 'bg-series-2', 'bg-series-3', 'bg-series-4', 'bg-series-5', 'bg-series-6']
const colourOf = ({ rest }: Part, place: number) => (rest ? 'bg-hatched' : colours[place])
const total = ({ seconds }: Bar) => seconds.reduce((sum, part) => sum + part, 0)

export function StackedBars({ title, unit, parts, bars }: Props) {
  const [asTable, setAsTable] = useState(false)
  return (
    <section aria-label={title} className="flex flex-col gap-3 rounded-card border border-border bg-surface p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-section font-semibold">{title}</h2>
        <Button look="quiet" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? 'View as chart' : 'View as table'}
        </Button>
      </div>
      {asTable ? <Table {...{ unit, parts, bars }} /> : <Chart {...{ title, parts, bars }} />}
    </section>
  )
}

function Chart({ title, parts, bars }: Omit<Props, 'unit'>) {
  const [at, setAt] = useState(bars.length - 1)
  const row = useRef<HTMLDivElement>(null)
  const most = Math.max(1, ...bars.map(total))
  const told = bars[at] ?? bars.at(-1)!
  const onKey = (event: KeyboardEvent) => {
    const next = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: bars.length - 1 }[event.key]
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    row.current?.querySelectorAll('button')[Math.max(0, Math.min(bars.length - 1, next))]?.focus()
  }
  return (
    <>
      <p className="text-meta text-text-2">
        <strong className="font-medium text-text">{told.label}</strong>: {inWords(told, parts)}
      </p>
      <div ref={row} role="group" aria-label={title} className="flex h-40 items-stretch gap-0.5" onKeyDown={onKey}>
        {bars.map((bar, place) => (
          <button
            key={bar.key}
            type="button"
            tabIndex={bar === told ? 0 : -1}
            aria-label={`${bar.label}: ${inWords(bar, parts)}`}
            onFocus={() => setAt(place)}
            onMouseEnter={() => setAt(place)}
            className={clsx(
              'flex min-w-0 flex-1 flex-col-reverse rounded-input',
              bar === told ? 'bg-sunken' : 'hover:bg-sunken',
            )}
          >
            {parts.map((part, index) => (
              <span
                key={part.key}
                className={clsx('w-full', colourOf(part, index))}
                style={{ height: `${(bar.seconds[index]! / most) * 100}%` }}
              />
            ))}
          </button>
        ))}
      </div>
      <div aria-hidden className="flex justify-between text-caption text-text-3">
        <span>{bars[0]?.label}</span>
        <span>at most {hours(most)} h</span>
        <span>{bars.at(-1)?.label}</span>
      </div>
      {parts.length > 1 && (
        <ul aria-label="Colours" className="flex flex-wrap gap-x-4 gap-y-1 text-meta text-text-2">
          {parts.map((part, place) => (
            <li key={part.key} className="flex items-center gap-1.5 wrap-anywhere">
              <span aria-hidden className={clsx('size-3 shrink-0 rounded-input', colourOf(part, place))} />
              {part.name}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** "12:30 h: Fleet dashboard 8:00, others 4:30". */
function inWords(bar: Bar, parts: Part[]): string {
  const sum = total(bar)
  if (sum === 0) return 'no time'
  const shares = parts.flatMap(({ name }, place) =>
    bar.seconds[place] ? [`${name} ${hours(bar.seconds[place])}`] : [],
  )
  return parts.length > 1 ? `${hours(sum)} h: ${shares.join(', ')}` : `${hours(sum)} h`
}

const Table = ({ unit, parts, bars }: Omit<Props, 'title'>) => (
  <div className="max-h-80 overflow-auto" tabIndex={0} role="region" aria-label="Figures">
    <table className="w-full text-row">
      <thead className="text-left text-meta text-text-3">
        <tr>
          <th scope="col" className="pr-3 font-medium">
            {unit}
          </th>
          {parts.map(({ key, name }) => (
            <th key={key} scope="col" className="px-3 text-right font-medium">
              {name}
            </th>
          ))}
          {parts.length > 1 && (
            <th scope="col" className="pl-3 text-right font-medium">
              Together
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {bars.toReversed().map((bar) => (
          <tr key={bar.key} className="border-t border-border">
            <th scope="row" className="py-1 pr-3 text-left font-normal whitespace-nowrap">
              {bar.label}
            </th>
            {bar.seconds.map((seconds, place) => (
              <td key={parts[place]!.key} className="px-3 text-right" title={`${seconds} s`}>
                {hours(seconds)}
              </td>
            ))}
            {parts.length > 1 && <td className="pl-3 text-right">{hours(total(bar))}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)
