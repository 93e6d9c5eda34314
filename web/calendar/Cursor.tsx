/** Where a new entry would stand, for keys: arrows move it, Shift makes it longer or shorter, Enter opens the form. */
import { clsx } from 'clsx'
import { useState, type KeyboardEvent } from 'react'
import { moved, snapped, step_ms } from '../../domain/calendar-layout.ts'
import type { Span } from '../../domain/spans.ts'
import { inWords } from './calls.ts'
import { leastHeight_px } from './days.ts'

const hour_ms = 3_600_000
type Props = {
  day: Span
  latest_ms: number
  px_per_ms: number
  zone: string
  label: string
  create: (span: Span) => void
}

export function Cursor({ day, latest_ms, px_per_ms, zone, label, create }: Props) {
  const end_ms = Math.min(day.end_ms, latest_ms)
  const [span, setSpan] = useState<Span>(() => firstOn(day, end_ms))
  const [isThere, setThere] = useState(false)
  const onKeyDown = (event: KeyboardEvent) => {
    const by_ms = (
      { ArrowUp: -step_ms, ArrowDown: step_ms, PageUp: -hour_ms, PageDown: hour_ms } as Record<string, number>
    )[event.key]
    if (event.key === 'Enter') create(span)
    else if (by_ms && !event.ctrlKey && !event.metaKey && !event.altKey)
      setSpan(moved(span, event.shiftKey ? 'end' : 'both', by_ms, { start_ms: day.start_ms, end_ms }) ?? span)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.round((day.end_ms - day.start_ms) / 60_000)}
      aria-valuenow={Math.round((span.start_ms - day.start_ms) / 60_000)}
      aria-valuetext={inWords(span, zone)}
      onFocus={({ currentTarget }) => {
        setThere(true)
        currentTarget.scrollIntoView({ block: 'nearest' })
      }}
      onBlur={() => setThere(false)}
      onKeyDown={onKeyDown}
      style={{
        top: (span.start_ms - day.start_ms) * px_per_ms,
        height: Math.max((span.end_ms - span.start_ms) * px_per_ms, leastHeight_px),
      }}
      className={clsx(
        'pointer-events-none absolute inset-x-0 z-10 scroll-mt-14 rounded-input px-1.5 text-meta',
        isThere ? 'border-2 border-dashed border-accent bg-surface text-text' : 'opacity-0',
      )}
    >
      {isThere && inWords(span, zone)}
    </div>
  )
}

/** From nine on, or the last hour that has passed. */
function firstOn(day: Span, end_ms: number): Span {
  const last_ms = Math.max(day.start_ms, end_ms - hour_ms)
  const start_ms = snapped(Math.min(day.start_ms + 9 * hour_ms, last_ms), day)
  return { start_ms, end_ms: Math.max(Math.min(start_ms + hour_ms, end_ms), start_ms + 60_000) }
}
