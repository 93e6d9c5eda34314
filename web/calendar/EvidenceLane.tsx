/** What the agent saw on a day, beside its entries: a colour for each app, a thin line where nothing was recorded. Drawn, not laid out: a day may have 1,440 stretches. */
import { useEffect, useLayoutEffect, useRef, useState, type PointerEvent } from 'react'
import { pausesBetween, type Stretch } from '../../domain/stretches.ts'
import type { Span } from '../../domain/spans.ts'
import { clockIn, hours } from '../ui/formats.tsx'
import { seriesOf, type Names } from './seen.ts'

/** Canvases end at 16,384 device pixels, some at half of it. */
const most_px = 8_192
const bar_px = 10
/** Narrower ones have no room for a name. */
const least_px = 60

type Props = {
  day: Span
  stretches: Stretch[]
  names: Names
  zone: string
  px_per_ms: number
  label: string
  /** How wide it is; with room for them names stand beside the colours. */
  lane_px: number
}

export function EvidenceLane({ day, stretches, names, zone, px_per_ms, label, lane_px }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [hint, setHint] = useState('')
  const look = useLook()
  const height_px = (day.end_ms - day.start_ms) * px_per_ms
  useLayoutEffect(() => {
    if (canvas.current) draw(canvas.current, { day, stretches, names, px_per_ms, height_px, lane_px })
  }, [day, stretches, names, px_per_ms, height_px, lane_px, look])
  const point = (event: PointerEvent) => {
    const at_ms = day.start_ms + (event.clientY - event.currentTarget.getBoundingClientRect().top) / px_per_ms
    const found = stretches.find(({ start_ms, end_ms }) => start_ms <= at_ms && at_ms < end_ms)
    setHint(found ? inWords(found, zone) : 'Nothing was recorded here.')
  }
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={label}
      title={hint}
      onPointerMove={point}
      style={{ height: height_px, width: lane_px }}
      className="absolute top-0 right-0"
    />
  )
}

export const inWords = ({ start_ms, end_ms, name, events }: Stretch, zone: string) =>
  `${clockIn(start_ms, zone)}–${clockIn(end_ms, zone)} ${name ?? 'App not kept'}${events > 1 ? `, and others: ${events} in ${hours((end_ms - start_ms) / 1_000)}` : ''}`

/** Changes with the theme and the size of what is on the screen: then it is drawn anew. */
function useLook(): string {
  const [look, setLook] = useState('')
  useEffect(() => {
    const read = () => setLook(`${document.documentElement.dataset['theme']} ${devicePixelRatio}`)
    read()
    const watching = new MutationObserver(read)
    watching.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    window.addEventListener('resize', read)
    return () => {
      watching.disconnect()
      window.removeEventListener('resize', read)
    }
  }, [])
  return look
}

type Drawing = Pick<Props, 'day' | 'stretches' | 'names' | 'px_per_ms' | 'lane_px'> & { height_px: number }

function draw(canvas: HTMLCanvasElement, { day, stretches, names, px_per_ms, height_px, lane_px }: Drawing): void {
  const pen = canvas.getContext('2d')
  if (!pen) return
  const scale = Math.min(devicePixelRatio, most_px / height_px)
  canvas.width = Math.round(lane_px * scale)
  canvas.height = Math.round(height_px * scale)
  pen.scale(scale, scale)
  const style = getComputedStyle(document.documentElement)
  const colour = (name: string) => style.getPropertyValue(name)
  const y = (instant_ms: number) => (instant_ms - day.start_ms) * px_per_ms
  pen.fillStyle = colour('--border')
  for (const { start_ms, end_ms } of pausesBetween(stretches))
    pen.fillRect(2 + bar_px / 2 - 1, y(start_ms), 2, y(end_ms) - y(start_ms))
  pen.font = `11px ${style.getPropertyValue('font-family') || 'sans-serif'}`
  pen.textBaseline = 'middle'
  let free_px = 0
  for (const { start_ms, end_ms, name } of stretches) {
    const [top, height] = [y(start_ms), Math.max(y(end_ms) - y(start_ms), 1)]
    pen.fillStyle = colour(seriesOf(names, name))
    pen.fillRect(2, top, bar_px, height - (height > 3 ? 1 : 0))
    // a name where there is room for one
    if (lane_px < least_px || height < 14 || top < free_px) continue
    pen.fillStyle = colour('--text-2')
    pen.fillText(
      fitting(pen, name ?? 'App not kept', lane_px - bar_px - 12),
      bar_px + 8,
      top + Math.min(height / 2, 10),
    )
    free_px = top + 14
  }
}

/** As much of it as there is room for. */
function fitting(pen: CanvasRenderingContext2D, text: string, room_px: number): string {
  if (pen.measureText(text).width <= room_px) return text
  let end = text.length
  while (end > 1 && pen.measureText(`${text.slice(0, end)}…`).width > room_px) end--
  return `${text.slice(0, end).trimEnd()}…`
}
