/** Upright bars from zero, of parts, or downward where there is less: one stop for the keyboard, arrows from bar to bar; the one that is pointed at is told exactly. */
import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { ChartFrame } from './ChartFrame.tsx'
import { named, percentOf, ticksBetween, type Unit } from './scales.ts'
import { Legend, type Palette, type Part } from './series.tsx'
import { openHere, UprightMark } from './UprightMark.tsx'
import { useMarks } from './useMarks.ts'

export type UprightBar = {
  key: string
  label: string
  /** Below the bar, where there is room. */
  short: string
  /** Of every part, in the order of the parts; less than nothing only where there is one. */
  sizes: number[]
  /** The same in words, and the whole. */
  said: string[]
  whole: string
  before?: { size: number; said: string } | undefined
  /** Where its rows are. */
  href?: string | undefined
}
type Props = {
  title: string
  note?: ReactNode
  /** Names what a bar is. */
  unit: string
  /** What the bars are measured in, and how a line across them is said. */
  measure: Unit
  sayTick: (size: number) => string
  parts: Part[]
  palette?: Palette
  bars: UprightBar[]
  /** What the line of what was before means. */
  before?: string | undefined
  /** The latest first, as a list of days is read. */
  latestFirst?: boolean
  /** What is not drawn, or stands elsewhere. */
  below?: ReactNode
  onOpen?: (href: string) => void
}

const total = ({ sizes }: UprightBar) => sizes.reduce((sum, size) => sum + Math.max(0, size), 0)

export function StackedBars(props: Props) {
  const { title, note, parts, palette, before, below } = props
  return (
    <ChartFrame title={title} note={note} table={<Figures {...props} />}>
      <Chart {...props} />
      <Legend upright parts={parts} before={before} {...(palette && { palette })} />
      {below && <p className="text-meta text-text-3">{below}</p>}
    </ChartFrame>
  )
}

function Chart({ title, measure, sayTick, parts, palette, bars, onOpen }: Props) {
  const { at, box, onKeyDown, mark } = useMarks(bars.length, bars.length - 1)
  const ends = bars.flatMap((bar) => [total(bar), Math.min(0, ...bar.sizes), bar.before?.size ?? 0])
  const lines = ticksBetween(Math.min(...ends), Math.max(...ends), measure)
  const [bottom, top] = [lines[0]!, lines.at(-1)!]
  const heightOf = (size: number) => `${percentOf(size - bottom, top - bottom)}%`
  const told = bars[at]!
  return (
    <>
      <p className="text-meta text-text-2 print:hidden">
        <strong className="font-medium text-text">
          <Told bar={told} onOpen={onOpen} />
        </strong>
        : {inWords(told, parts)}
      </p>
      <div className="grid grid-cols-[auto_1fr] gap-x-2">
        <Lines {...{ lines, heightOf, sayTick }} />
        <div className="relative h-44">
          {lines.map((line) => (
            <span
              key={line}
              aria-hidden
              className={clsx('absolute inset-x-0 border-t', line === 0 ? 'border-border-strong' : 'border-border')}
              style={{ bottom: heightOf(line) }}
            />
          ))}
          <div
            ref={box}
            role="group"
            aria-label={title}
            className="absolute inset-0 flex items-stretch"
            onKeyDown={onKeyDown}
          >
            {bars.map((bar, place) => (
              <UprightMark
                key={bar.key}
                words={`${bar.label}: ${inWords(bar, parts)}`}
                told={bar === told}
                {...{ bar, parts, palette, bottom, top, onOpen }}
                {...mark(place)}
              />
            ))}
          </div>
        </div>
        <span />
        <Below bars={bars} />
      </div>
    </>
  )
}

/** Its name opens it too: on a bar a finger only asks what it is. */
function Told({ bar: { label, href }, onOpen }: { bar: UprightBar; onOpen: Props['onOpen'] }) {
  if (!href || !onOpen) return label
  return (
    <a href={href} onClick={(event) => openHere(event, () => onOpen(href))} className="text-accent-text underline">
      {label}
    </a>
  )
}

type LinesProps = {
  lines: number[]
  heightOf: (size: number) => string
  sayTick: (size: number) => string
}
/** What the lines across say; as wide as the widest. */
const Lines = ({ lines, heightOf, sayTick }: LinesProps) => (
  <div aria-hidden className="relative text-right text-caption text-text-3">
    {lines.map((line) => (
      <span key={line} className="invisible block h-0">
        {sayTick(line)}
      </span>
    ))}
    {lines.map((line) => (
      <span
        key={line}
        className="absolute right-0 translate-y-1/2 whitespace-nowrap"
        style={{ bottom: heightOf(line) }}
      >
        {sayTick(line)}
      </span>
    ))}
  </div>
)

const most_wide = 10
const most_narrow = 4
/** On a telephone whose text is twice as large. */
const most_tiny = 2
function Below({ bars }: { bars: UprightBar[] }) {
  const [wide, narrow, tiny] = [most_wide, most_narrow, most_tiny].map((most) => named(bars.length, most)) as [
    Set<number>,
    Set<number>,
    Set<number>,
  ]
  return (
    <div aria-hidden className="@container mt-1 flex h-4 text-caption text-text-3">
      {bars.map(({ key, short }, place) => (
        <span key={key} className="relative flex-1">
          <span
            className={clsx(
              'absolute whitespace-nowrap',
              placed(place, bars.length),
              !wide.has(place) && 'md:hidden',
              !narrow.has(place) && 'max-md:hidden',
              !tiny.has(place) && '@max-[14rem]:hidden',
            )}
          >
            {short}
          </span>
        </span>
      ))}
    </div>
  )
}

/** Below the middle of its bar; of thin ones the first and the last do not hang over the edge. */
function placed(place: number, count: number): string {
  if (count <= most_wide) return 'left-1/2 -translate-x-1/2'
  return place === 0 ? 'left-0' : place > count * 0.9 ? 'right-0' : 'left-1/2 -translate-x-1/2'
}

/** "12:30 h: Fleet dashboard 8:00, others 4:30, before 9:00 h". */
function inWords({ sizes, said, whole, before }: UprightBar, parts: Part[]): string {
  const shares = parts.flatMap(({ name }, place) => (sizes[place] ? [`${name} ${said[place]}`] : []))
  return [
    parts.length > 1 && shares.length > 0 ? `${whole}: ${shares.join(', ')}` : whole,
    before ? `, before ${before.said}` : '',
  ].join('')
}

const Figures = ({ unit, parts, bars, before, latestFirst }: Props) => (
  <div className="max-h-80 overflow-auto print:max-h-none" tabIndex={0} role="region" aria-label="Figures">
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
          {before && (
            <th scope="col" className="pl-3 text-right font-medium">
              {before}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {(latestFirst ? bars.toReversed() : bars).map(({ key, label, said, whole, before: earlier }) => (
          <tr key={key} className="border-t border-border">
            <th scope="row" className="py-1 pr-3 text-left font-normal whitespace-nowrap">
              {label}
            </th>
            {said.map((words, place) => (
              <td key={parts[place]!.key} className="px-3 text-right">
                {words}
              </td>
            ))}
            {parts.length > 1 && <td className="pl-3 text-right">{whole}</td>}
            {before && <td className="pl-3 text-right">{earlier?.said ?? '–'}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)
