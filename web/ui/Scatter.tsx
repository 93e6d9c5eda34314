/** Points by two measures, each on its own axis from zero, and the line that parts them; one stop for the keyboard, arrows from point to point. */
import { clsx } from 'clsx'
import type { MouseEvent, ReactNode } from 'react'
import { ChartFrame } from './ChartFrame.tsx'
import { isLeftward, namedPoints, percentOf, ticksTo, type Unit } from './scales.ts'
import { useMarks } from './useMarks.ts'

type Axis = { title: string; unit: Unit; sayTick: (size: number) => string }
export type Point = { key: string; name: string; x: number; y: number; words: string; href?: string | undefined }
/** So much of y for one of x: what lies below falls short. */
export type Line = { slope: number; above: string; below: string; words: string }
type Props = {
  title: string
  note?: ReactNode
  x: Axis
  y: Axis
  points: Point[]
  line: Line | null
  table: ReactNode
  onOpen: (href: string) => void
}

export function Scatter({ table, title, note, ...rest }: Props) {
  return (
    <ChartFrame title={title} note={note} table={table}>
      <Chart title={title} {...rest} />
    </ChartFrame>
  )
}

/** Names of the points farthest out; more would be a thicket. */
const most_named = 8

function Chart({ title, x, y, points, line, onOpen }: Omit<Props, 'table' | 'note'>) {
  // from left to right, as the arrows go
  const inOrder = points.toSorted((a, b) => a.x - b.x || a.y - b.y)
  const { at, box, onKeyDown, mark } = useMarks(inOrder.length, inOrder.length - 1)
  const columns = ticksTo(Math.max(...points.map((point) => point.x)), x.unit, 8)
  const rows = ticksTo(Math.max(...points.map((point) => point.y)), y.unit, 6)
  const [right, top] = [columns.at(-1)!, rows.at(-1)!]
  const place = (point: { x: number; y: number }) => ({
    cx: `${percentOf(point.x, right)}%`,
    cy: `${100 - percentOf(point.y, top)}%`,
  })
  const spots = inOrder.map((point) => ({
    x: percentOf(point.x, right),
    y: percentOf(point.y, top),
    letters: point.name.length,
  }))
  const beside = namedPoints(spots, most_named)
  const falls = (point: Point) => line !== null && point.y < point.x * line.slope
  const told = inOrder[at]!
  return (
    <>
      <p className="text-meta text-text-2 print:hidden">
        <strong className="font-medium text-text">{told.name}</strong>: {told.words}
      </p>
      <p className="text-caption text-text-3">{y.title} ↑</p>
      <div
        ref={box}
        role="group"
        aria-label={title}
        className="grid grid-cols-[auto_1fr] gap-x-2"
        onKeyDown={onKeyDown}
      >
        <div aria-hidden className="relative text-right text-caption text-text-3">
          {rows.map((row) => (
            <span key={row} className="invisible block h-0">
              {y.sayTick(row)}
            </span>
          ))}
          {rows.map((row) => (
            <span
              key={row}
              className="absolute right-0 translate-y-1/2 whitespace-nowrap"
              style={{ bottom: `${percentOf(row, top)}%` }}
            >
              {y.sayTick(row)}
            </span>
          ))}
        </div>
        <svg className="h-72 w-full overflow-visible">
          <g aria-hidden className="stroke-border">
            {rows.map((row) => (
              <line key={row} x1="0" x2="100%" {...across(100 - percentOf(row, top))} />
            ))}
            {columns.map((column) => (
              <line key={column} y1="0" y2="100%" {...down(percentOf(column, right))} />
            ))}
          </g>
          {line && <BreakEven slope={line.slope} right={right} top={top} />}
          {inOrder.map((point, index) => (
            <Mark
              key={point.key}
              point={point}
              at={place(point)}
              falls={falls(point)}
              told={point === told}
              onOpen={onOpen}
              {...mark(index)}
            />
          ))}
          <g aria-hidden className="fill-text-2 text-caption max-md:hidden">
            {spots.map(
              ({ x: right_of, y: above }, index) =>
                beside.has(index) && (
                  <text
                    key={inOrder[index]!.key}
                    x={`${right_of}%`}
                    y={`${100 - above}%`}
                    dx={isLeftward(right_of) ? -10 : 10}
                    dy="4"
                    textAnchor={isLeftward(right_of) ? 'end' : 'start'}
                  >
                    {inOrder[index]!.name}
                  </text>
                ),
            )}
          </g>
        </svg>
        <span />
        <div aria-hidden className="relative mt-1 h-4 text-caption text-text-3">
          {columns.map((column, index) => (
            <span
              key={column}
              className={clsx(
                'absolute whitespace-nowrap',
                columns.length > 5 && index % 2 === 1 && 'max-md:hidden',
                index === 0 ? '' : index === columns.length - 1 ? '-translate-x-full' : '-translate-x-1/2',
              )}
              style={{ left: `${percentOf(column, right)}%` }}
            >
              {x.sayTick(column)}
            </span>
          ))}
        </div>
      </div>
      <p className="text-right text-caption text-text-3">{x.title} →</p>
      {line && (
        <ul aria-label="Marks" className="flex flex-wrap gap-x-4 gap-y-1 text-meta text-text-2">
          <Key name={line.above}>
            <circle cx="6" cy="6" r="5" className="fill-series-1" />
          </Key>
          <Key name={line.below}>
            <rect x="2" y="2" width="8" height="8" transform="rotate(45 6 6)" className="fill-series-2" />
          </Key>
          <Key name={line.words}>
            <line x1="0" y1="6" x2="12" y2="6" strokeDasharray="4 3" strokeWidth="2" className="stroke-text-2" />
          </Key>
        </ul>
      )}
    </>
  )
}

const across = (percent: number) => ({ y1: `${percent}%`, y2: `${percent}%` })
const down = (percent: number) => ({ x1: `${percent}%`, x2: `${percent}%` })

/** Ends where it leaves the chart. */
function BreakEven({ slope, right, top }: { slope: number; right: number; top: number }) {
  const end = Math.min(right, top / slope)
  return (
    <line
      aria-hidden
      x1="0"
      y1="100%"
      x2={`${percentOf(end, right)}%`}
      y2={`${100 - percentOf(end * slope, top)}%`}
      strokeDasharray="6 4"
      strokeWidth="2"
      className="stroke-text-2"
    />
  )
}

type MarkProps = ReturnType<ReturnType<typeof useMarks>['mark']> & {
  point: Point
  at: { cx: string; cy: string }
  falls: boolean
  told: boolean
  onOpen: Props['onOpen']
}
/** Round above the line, a diamond below it: never colour alone. The finger may miss it by ten pixels. */
function Mark({ point: { name, words, href }, at, falls, told, onOpen, ...mark }: MarkProps) {
  const open = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    onOpen(href!)
  }
  const shape = (
    <>
      <circle {...at} r="12" fill="transparent" />
      {falls ? (
        <svg x={at.cx} y={at.cy} className="overflow-visible">
          <rect
            x="-5"
            y="-5"
            width="10"
            height="10"
            transform="rotate(45)"
            strokeWidth={told ? 3 : 1}
            className={clsx('fill-series-2', told ? 'stroke-text' : 'stroke-surface')}
          />
        </svg>
      ) : (
        <circle
          {...at}
          r="6"
          strokeWidth={told ? 3 : 1}
          className={clsx('fill-series-1', told ? 'stroke-text' : 'stroke-surface')}
        />
      )}
    </>
  )
  const label = `${name}: ${words}`
  return href ? (
    <a href={href} aria-label={label} onClick={open} {...mark}>
      {shape}
    </a>
  ) : (
    <g role="img" aria-label={label} {...mark}>
      {shape}
    </g>
  )
}

const Key = ({ name, children }: { name: string; children: ReactNode }) => (
  <li className="flex items-center gap-1.5">
    <svg aria-hidden width="12" height="12">
      {children}
    </svg>
    {name}
  </li>
)
