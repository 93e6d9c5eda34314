/** Dragging on a day: a new stretch, or an edge of an entry. What is dragged is shown by whoever asks; fingers scroll and tap instead. */
import { useRef, useState, type PointerEvent } from 'react'
import { moved, snapped, type Edge } from '../../domain/calendar-layout.ts'
import type { Span } from '../../domain/spans.ts'

const minute_ms = 60_000
/** A hand trembles. */
const least_px = 4

type Given = {
  day: Span
  /** Nothing is entered beyond this. */
  latest_ms: number
  px_per_ms: number
}
export type Dragged = { id: string | null; span: Span }
type Start = { id: string | null; edge: Edge | null; span: Span; y: number; at_ms: number }

export function usePointer({ day, latest_ms, px_per_ms }: Given, drop: (dragged: Dragged) => void) {
  const [dragged, setDragged] = useState<Dragged | null>(null)
  const start = useRef<Start | null>(null)
  /** The click that ends a drag is none. */
  const wasDragged = useRef(false)
  const latest = Math.min(day.end_ms, latest_ms)

  const atPointer = (event: { clientY: number; currentTarget: Element }) =>
    day.start_ms + (event.clientY - event.currentTarget.getBoundingClientRect().top) / px_per_ms

  const begin = (event: PointerEvent, id: string | null, edge: Edge | null, span: Span, at_ms: number) => {
    if (event.button !== 0) return
    // an edge is pulled by a finger too, the rest scrolls
    if (event.pointerType === 'touch' && (edge === null || edge === 'both')) return
    start.current = { id, edge, span, y: event.clientY, at_ms }
    event.currentTarget.setPointerCapture(event.pointerId)
  }
  const spanAt = ({ edge, span, y, at_ms }: Start, event: PointerEvent): Span | null => {
    const by_ms = event.shiftKey ? minute_ms : undefined
    const snap = (instant_ms: number) => Math.min(snapped(instant_ms, day, by_ms), latest)
    const moved_ms = (event.clientY - y) / px_per_ms
    if (edge === null) {
      const [from, to] = [snap(at_ms), snap(at_ms + moved_ms)].toSorted((a, b) => a - b) as [number, number]
      return to > from ? { start_ms: from, end_ms: to } : null
    }
    const pulled_ms = edge === 'end' ? span.end_ms : span.start_ms
    const bounds = { start_ms: Math.min(day.start_ms, span.start_ms), end_ms: Math.max(latest, span.end_ms) }
    return moved(span, edge, snap(pulled_ms + moved_ms) - pulled_ms, bounds)
  }
  return {
    dragged,
    wasDragged: () => wasDragged.current,
    atPointer,
    begin,
    onPointerMove: (event: PointerEvent) => {
      const from = start.current
      if (!from || (!dragged && Math.abs(event.clientY - from.y) < least_px)) return
      wasDragged.current = true
      const span = spanAt(from, event)
      if (span) setDragged({ id: from.id, span })
    },
    onPointerUp: () => {
      start.current = null
      // the click comes before this
      setTimeout(() => (wasDragged.current = false))
      if (!dragged) return
      setDragged(null)
      drop(dragged)
    },
    onPointerCancel: () => {
      start.current = null
      setDragged(null)
    },
  }
}
