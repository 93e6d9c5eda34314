/** An entry on a day. Keys do what dragging does: arrows move it, Shift and Alt its edges, Enter keeps that, Esc gives it back. */
import { clsx } from 'clsx'
import { useState, type CSSProperties, type KeyboardEvent, type PointerEvent } from 'react'
import { moved, step_ms, stepped, type Edge } from '../../domain/calendar-layout.ts'
import { workedIn } from '../../domain/reshaping.ts'
import type { Span } from '../../domain/spans.ts'
import { Badges, MarkIcon, marksOf } from '../time/parts.tsx'
import { isPhone } from '../layout/screen.ts'
import { hours } from '../ui/formats.tsx'
import { inWords, spanOf, type CalendarEntry } from './calls.ts'
import { lockReasons, nameOf } from './days.ts'

export type BlockDeeds = {
  open: (id: string) => void
  /** Types when it was; `begun` is the key that began it. */
  type: (entry: CalendarEntry, begun?: string) => void
  move: (entry: CalendarEntry, span: Span) => void
  announce: (text: string) => void
}
type Props = {
  entry: CalendarEntry
  /** What its place is found by. */
  place: string
  zone: string
  day: Span
  latest_ms: number
  style: CSSProperties
  height_px: number
  /** There is room for a word about how it stands beside its name. */
  roomy: boolean
  /** Null where its edges can be moved. */
  fixed: string | null
  dragged: boolean
  /** Shows it elsewhere while keys move it. */
  preview: (span: Span | null) => void
  grab: (event: PointerEvent, edge: Edge) => void
  wasDragged: () => boolean
  deeds: BlockDeeds
}

export function Block({
  entry,
  place,
  zone,
  day,
  latest_ms,
  style,
  height_px,
  roomy,
  fixed,
  dragged,
  preview,
  grab,
  ...rest
}: Props) {
  const { deeds, wasDragged } = rest
  const [adjusted, setAdjusted] = useState<Span | null>(null)
  const span = spanOf(entry)
  const told = (at: Span) => inWords(at, zone, workedIn(entry, at))
  const isWhole = span.start_ms >= day.start_ms && span.end_ms <= day.end_ms
  const show = (next: Span | null) => {
    setAdjusted(next)
    preview(next)
  }
  const keep = () => {
    if (!adjusted) return
    show(null)
    deeds.move(entry, adjusted)
  }
  const step = (direction: -1 | 1, event: KeyboardEvent) => {
    if (fixed) return deeds.announce(fixed)
    const edge: Edge = event.shiftKey ? 'end' : event.altKey ? 'start' : 'both'
    const from = adjusted ?? span
    const pulled_ms = edge === 'end' ? from.end_ms : from.start_ms
    const by_ms = event.ctrlKey || event.metaKey ? 60_000 : step_ms
    const bounds = {
      start_ms: Math.min(day.start_ms, span.start_ms),
      end_ms: Math.max(Math.min(day.end_ms, latest_ms), span.end_ms),
    }
    const next = moved(from, edge, stepped(pulled_ms, direction, day, by_ms) - pulled_ms, bounds)
    if (!next) return
    show(next)
    deeds.announce(told(next))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = ({ ArrowUp: -1, ArrowDown: 1 } as const)[event.key]
    if (direction) step(direction, event)
    else if (event.key === 'Enter' && adjusted) keep()
    else if (event.key === 'Escape' && adjusted) {
      show(null)
      deeds.announce(told(span))
    } else if (!event.ctrlKey && !event.metaKey && !event.altKey && /^[eE\d]$/.test(event.key))
      if (fixed) deeds.announce(fixed)
      else deeds.type(entry, /\d/.test(event.key) ? event.key : undefined)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const name = nameOf(entry)
  const words = marksOf(entry).map(({ word }) => word)
  const beside = roomy && (words.length === 1 || !isPhone())
  return (
    <button
      type="button"
      data-place={place}
      aria-label={`${told(adjusted ?? span)}, ${name}, ${words.join(', ')}${entry.locked ? `. ${lockReasons[entry.locked]}` : ''}`}
      title={`${told(span)}\n${name}${entry.account_name && entry.deal_name ? `\n${entry.account_name}` : ''}${entry.title ? `\n${entry.title}` : ''}`}
      style={style}
      onClick={(event) => {
        event.stopPropagation()
        if (!wasDragged()) deeds.open(entry.id)
      }}
      onKeyDown={onKeyDown}
      onBlur={keep}
      onPointerDown={(event) => {
        event.stopPropagation()
        const edge = (event.target as HTMLElement).dataset['edge'] as Edge | undefined
        if (!fixed && (edge || isWhole)) grab(event, edge ?? 'both')
      }}
      className={clsx(
        'absolute scroll-mt-14 flex flex-col overflow-hidden rounded-input border border-l-4 [border-left-style:solid] px-1.5 text-left text-meta',
        looks[lookOf(entry)],
        (dragged || adjusted) && 'z-10 shadow-lg outline-2 outline-accent',
        height_px < 40 ? 'justify-center' : 'py-1',
      )}
    >
      {!fixed && span.start_ms >= day.start_ms && <Handle edge="start" />}
      <span className="flex w-full items-center gap-1">
        <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
        {beside ? <Badges entry={entry} /> : height_px < 60 && <MarkIcon entry={entry} />}
      </span>
      {height_px >= 40 && (
        <span className="w-full truncate text-text-2">
          {hours(entry.duration_seconds)}
          {!entry.billable && ' · not billable'}
          {entry.title && entry.title !== name && ` · ${entry.title}`}
        </span>
      )}
      {height_px >= 60 && !beside && (
        <span className="mt-0.5 flex max-w-full flex-wrap gap-1 overflow-hidden">
          <Badges entry={entry} />
        </span>
      )}
      {!fixed && span.end_ms <= day.end_ms && <Handle edge="end" />}
    </button>
  )
}

const Handle = ({ edge }: { edge: 'start' | 'end' }) => (
  <span
    data-edge={edge}
    className={clsx(
      'absolute inset-x-0 h-1.5 cursor-ns-resize touch-none pointer-coarse:h-3',
      edge === 'start' ? 'top-0' : 'bottom-0',
    )}
  />
)

const looks = {
  placed: 'border-border border-l-accent bg-accent-soft text-text',
  free: 'border-border border-l-border-strong bg-sunken text-text',
  waiting: 'border-dashed border-warning border-l-warning bg-warning-soft text-text',
  aside: 'border-dashed border-danger border-l-danger bg-danger-soft text-text',
}
function lookOf({ status, billable }: CalendarEntry): keyof typeof looks {
  if (status === 'quarantined') return 'aside'
  if (status === 'unmapped') return 'waiting'
  return billable ? 'placed' : 'free'
}
