/** Horizontal bars from zero, with what they say beside them; each may be of parts, stand against what was before, and open something. */
import { clsx } from 'clsx'
import type { MouseEvent, ReactNode } from 'react'
import { ChartFrame } from './ChartFrame.tsx'
import { percentOf } from './scales.ts'
import { colourOf, Legend, type Palette, type Part } from './series.tsx'
import { useMarks } from './useMarks.ts'

export type Bar = {
  key: string
  name: string
  detail?: string | undefined
  /** How long each part is, in the order of the parts; none where it has figures only: a sum of many would dwarf the single ones. */
  sizes: number[]
  /** How far from zero it begins, where it goes on from another. */
  from?: number
  /** The figure of each part in words, then that of the whole. */
  said: string[]
  whole: string
  /** What is most exact, where the words are rounded. */
  exact?: string
  before?: { size: number; said: string } | undefined
  href?: string | undefined
}
type Props = {
  title: string
  note?: ReactNode
  /** What a bar is, and what its length is. */
  unit: string
  measure: string
  parts: Part[]
  palette?: Palette
  bars: Bar[]
  /** What the line of what was before means. */
  before?: string | undefined
  /** What is not drawn, or stands elsewhere. */
  below?: ReactNode
  onOpen?: (href: string) => void
}

export function Bars(props: Props) {
  const { title, note, parts, palette, before, below } = props
  return (
    <ChartFrame title={title} note={note} table={<Figures {...props} />}>
      <Chart {...props} />
      <Legend parts={parts} before={before} {...(palette && { palette })} />
      {below && <p className="text-meta text-text-3">{below}</p>}
    </ChartFrame>
  )
}

const sum = (sizes: number[]) => sizes.reduce((total, size) => total + Math.max(0, size), 0)

function Chart({ title, parts, palette, bars, before, onOpen }: Props) {
  const { at, box, onKeyDown, mark } = useMarks(bars.length, 0)
  const most = Math.max(
    ...bars.map(({ sizes, from = 0, before: earlier }) => Math.max(from + sum(sizes), earlier?.size ?? 0)),
  )
  const told = bars[at]
  // where the figure beside a bar is not all there is to say
  const isMore = parts.length > 1 || before !== undefined
  return (
    <>
      {isMore && told && <p className="text-meta text-text-2 print:hidden">{inWords(told, parts)}</p>}
      <ul ref={box} aria-label={title} className="flex flex-col" onKeyDown={onKeyDown}>
        {bars.map((bar, place) => {
          const { onMouseEnter, ...rest } = mark(place)
          return (
            <li
              key={bar.key}
              title={inWords(bar, parts)}
              onMouseEnter={onMouseEnter}
              className={clsx(
                'relative grid grid-cols-[minmax(7rem,14rem)_1fr_minmax(4.5rem,auto)] items-center gap-x-3 rounded-input py-1 text-row hover:bg-sunken max-md:grid-cols-[1fr_auto]',
                isMore && bar === told && 'bg-sunken print:bg-transparent',
              )}
            >
              <Name bar={bar} words={inWords(bar, parts)} onOpen={onOpen} {...rest} />
              <Track bar={bar} {...{ parts, palette, most }} />
              <span className="text-right" title={bar.exact}>
                {bar.whole}
              </span>
            </li>
          )
        })}
      </ul>
    </>
  )
}

type Mark = Omit<ReturnType<ReturnType<typeof useMarks>['mark']>, 'onMouseEnter'>
type NameProps = Mark & {
  bar: Bar
  words: string
  onOpen: Props['onOpen']
}
/** The name is the mark: it takes the focus for its bar, says all of it, and opens it where it can be opened. */
function Name({ bar: { name, detail, href }, words, onOpen, ...mark }: NameProps) {
  const shown = (
    <>
      <span className={href && 'text-accent-text underline'}>{name}</span>{' '}
      {detail && <span className="text-text-3">{detail}</span>}
    </>
  )
  const look = 'truncate max-md:col-span-2'
  const open = (event: MouseEvent) => {
    if (!onOpen || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    onOpen(href!)
  }
  return href ? (
    <a
      href={href}
      aria-label={words}
      onClick={open}
      className={clsx(look, 'after:absolute after:inset-0 after:content-[""]')}
      {...mark}
    >
      {shown}
    </a>
  ) : (
    <span role="img" aria-label={words} className={look} {...mark}>
      {shown}
    </span>
  )
}

type TrackProps = { bar: Bar; parts: Part[]; palette: Palette | undefined; most: number }
function Track({ bar: { sizes, from = 0, before }, parts, palette, most }: TrackProps) {
  if (sizes.length === 0) return <span />
  return (
    <span aria-hidden className="relative h-4">
      <span className="flex h-full gap-px">
        {from > 0 && <span style={{ width: `${percentOf(from, most)}%` }} />}
        {sizes.map(
          (size, place) =>
            size > 0 && (
              <span
                key={parts[place]!.key}
                className={clsx('h-full last:rounded-r-input', colourOf(parts[place]!, place, palette))}
                style={{ width: `${percentOf(size, most)}%` }}
              />
            ),
        )}
      </span>
      {before && before.size > 0 && (
        <span className="absolute -inset-y-0.5 w-0.5 bg-text" style={{ left: `${percentOf(before.size, most)}%` }} />
      )}
    </span>
  )
}

/** "Kestrel: 12:30 (billable 10:00, other 2:30), before 8:00"; of one part its name alone, for its figure is said. */
function inWords({ name, detail, sizes, said, whole, before }: Bar, parts: Part[]): string {
  const occurring = parts.flatMap(({ name: part }, place) => (sizes[place]! > 0 ? [{ part, words: said[place] }] : []))
  const shares = occurring.map(({ part, words }) => (occurring.length > 1 ? `${part} ${words}` : part))
  return [
    `${detail ? `${name} · ${detail}` : name}: ${whole}`,
    parts.length > 1 && shares.length > 0 ? ` (${shares.join(', ')})` : '',
    before ? `, before ${before.said}` : '',
  ].join('')
}

const Figures = ({ unit, measure, parts, bars, before }: Props) => (
  <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Figures">
    <table className="w-full text-row">
      <thead className="text-left text-meta text-text-3">
        <tr>
          <th scope="col" className="pr-3 font-medium">
            {unit}
          </th>
          {parts.length > 1 && parts.map(({ key, name }) => <Heading key={key}>{name}</Heading>)}
          <Heading>{measure}</Heading>
          {before && <Heading>{before}</Heading>}
        </tr>
      </thead>
      <tbody>
        {bars.map(({ key, name, detail, said, whole, exact, before: earlier }) => (
          <tr key={key} className="border-t border-border">
            <th scope="row" className="py-1 pr-3 text-left font-normal">
              {name} {detail && <span className="text-text-3">{detail}</span>}
            </th>
            {parts.length > 1 && parts.map((part, place) => <Cell key={part.key}>{said[place] ?? '–'}</Cell>)}
            <Cell title={exact}>{whole}</Cell>
            {before && <Cell>{earlier?.said ?? '–'}</Cell>}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)

const Heading = ({ children }: { children: ReactNode }) => (
  <th scope="col" className="pl-3 text-right font-medium">
    {children}
  </th>
)
const Cell = ({ children, title }: { children: ReactNode; title?: string | undefined }) => (
  <td className="py-1 pl-3 text-right whitespace-nowrap" title={title}>
    {children}
  </td>
)
