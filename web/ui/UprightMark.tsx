/** One bar of an upright chart: it takes the focus, says all it stands for, and opens its rows where there are some. */
import { clsx } from 'clsx'
import type { MouseEvent } from 'react'
import { percentOf } from './scales.ts'
import { colourOf, type Palette, type Part } from './series.tsx'
import type { UprightBar } from './StackedBars.tsx'
import type { useMarks } from './useMarks.ts'

type Props = ReturnType<ReturnType<typeof useMarks>['mark']> & {
  bar: UprightBar
  parts: Part[]
  palette: Palette | undefined
  /** Everything it says, in one line. */
  words: string
  /** Whether it is the one that is told. */
  told: boolean
  /** What the lowest and the highest line of the chart stand for. */
  bottom: number
  top: number
  onOpen: ((href: string) => void) | undefined
}

export function UprightMark({ bar, parts, palette, words, told, bottom, top, onOpen, ...mark }: Props) {
  const { before, href } = bar
  const lengthOf = (size: number) => `${percentOf(size, top - bottom)}%`
  const drawn = (
    <>
      <Stack {...{ bar, parts, palette, bottom, lengthOf }} />
      {before && before.size !== 0 && (
        <span className="absolute inset-x-0 h-0.5 bg-text" style={{ bottom: lengthOf(before.size - bottom) }} />
      )}
    </>
  )
  const look = {
    'aria-label': words,
    className: clsx('relative min-w-0 flex-1 rounded-input', told && 'bg-sunken print:bg-transparent'),
    ...mark,
  }
  if (!href || !onOpen)
    return (
      <span role="img" {...look}>
        {drawn}
      </span>
    )
  return (
    <a href={href} onClick={(event) => openHere(event, () => isTouched(event) || onOpen(href))} {...look}>
      {drawn}
    </a>
  )
}

/** A finger has no other way to ask what a bar stands for. */
const isTouched = ({ nativeEvent }: MouseEvent) => (nativeEvent as PointerEvent).pointerType === 'touch'

/** What the browser does with modifiers stays its own. */
export function openHere(event: MouseEvent, open: () => void): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  open()
}

type StackProps = Pick<Props, 'bar' | 'parts' | 'palette' | 'bottom'> & { lengthOf: (size: number) => string }
/** The parts on each other from the ground up; what is less than nothing hangs below it. However many bars there are, each is seen. */
const Stack = ({ bar: { sizes }, parts, palette, bottom, lengthOf }: StackProps) => (
  <span className="absolute inset-0">
    {parts.map((part, index) => {
      const size = sizes[index]!
      const under = sizes.slice(0, index).reduce((sum, other) => sum + Math.max(0, other), 0)
      return (
        size !== 0 && (
          <span
            key={part.key}
            className={clsx(
              'absolute left-1/2 w-4/5 max-w-12 min-w-px -translate-x-1/2',
              under > 0 && 'border-b border-surface',
              colourOf(part, index, palette),
            )}
            style={{ bottom: lengthOf(under - bottom + Math.min(0, size)), height: lengthOf(Math.abs(size)) }}
          />
        )
      )
    })}
  </span>
)
