/** One day from top to bottom: its entries, where a new one may stand, and what the agent saw. As long as the day is. */
import { clsx } from 'clsx'
import { useMemo, useState, type MouseEvent } from 'react'
import { layOut, snapped } from '../../domain/calendar-layout.ts'
import type { Span } from '../../domain/spans.ts'
import type { Stretch } from '../../domain/stretches.ts'
import { isPhone } from '../layout/screen.ts'
import { clockIn, weekdayAndDay } from '../ui/formats.tsx'
import { Block, type BlockDeeds } from './Block.tsx'
import { spanOf, type CalendarDay, type CalendarEntry } from './calls.ts'
import { Cursor } from './Cursor.tsx'
import { leastHeight_px, touches, whyFixed, within } from './days.ts'
import { EvidenceLane } from './EvidenceLane.tsx'
import { Gathered } from './Gathered.tsx'
import { Draft, hourLines, OwnHours } from './Hours.tsx'
import type { Names } from './seen.ts'
import { usePointer } from './usePointer.ts'

const hour_ms = 3_600_000
export type DayDeeds = BlockDeeds & { create: (span: Span) => void; gather: (entries: CalendarEntry[]) => void }
type Props = {
  day: CalendarDay
  entries: CalendarEntry[]
  /** Null where they are somebody else’s. */
  seen: Stretch[] | null
  names: Names
  zone: string
  px_per_hour: number
  now_ms: number
  /** One's own time, and one may write it. */
  writable: boolean
  mayWriteLocked: boolean
  wide: boolean
  deeds: DayDeeds
}

export function DayColumn({
  day,
  entries,
  seen,
  names,
  zone,
  px_per_hour,
  now_ms,
  writable,
  wide,
  deeds,
  ...rest
}: Props) {
  const span = useMemo(() => spanOf(day), [day])
  const px_per_ms = px_per_hour / hour_ms
  const isOpen =
    writable && span.start_ms < now_ms && !(day.locked && !(day.locked === 'period' && rest.mayWriteLocked))
  const [adjusted, setAdjusted] = useState<{ id: string; span: Span } | null>(null)
  const pointer = usePointer({ day: span, latest_ms: now_ms, px_per_ms }, ({ id, span: to }) => {
    const entry = entries.find((one) => one.id === id)
    if (entry) deeds.move(entry, to)
    else deeds.create(to)
  })
  const draft = pointer.dragged ?? adjusted
  const laid = useMemo(() => {
    const blocks = entries.map((entry) => ({ entry, ...within(spanOf(entry), span) }))
    return layOut(
      blocks.filter((block) => touches(block, span)),
      leastHeight_px / px_per_ms,
    )
  }, [entries, span, px_per_ms])
  const lane_px = wide ? (isPhone() ? 88 : 136) : 14
  const top = (instant_ms: number) => (instant_ms - span.start_ms) * px_per_ms
  const name = weekdayAndDay(day.day)
  /** A click on what is empty: an hour from there. */
  const click = (event: MouseEvent) => {
    if (pointer.wasDragged()) return
    const at_ms = snapped(pointer.atPointer(event) - hour_ms / 8, span)
    const end_ms = Math.min(at_ms + hour_ms, span.end_ms, now_ms)
    if (end_ms > at_ms) deeds.create({ start_ms: at_ms, end_ms })
  }
  return (
    <section
      aria-label={name}
      className={clsx('relative border-l border-border', day.locked && 'bg-sunken')}
      style={{ height: top(span.end_ms), ...hourLines(px_per_hour) }}
    >
      {span.end_ms > now_ms && (
        <div
          aria-hidden
          className="pointer-events-none absolute inset-x-0 bottom-0 bg-sunken/60"
          style={{ top: Math.max(top(now_ms), 0) }}
        />
      )}
      {day.hours !== 24 && !wide && <OwnHours span={span} zone={zone} px_per_hour={px_per_hour} />}
      <div
        className="absolute inset-y-0 left-0.5"
        style={{ right: seen === null ? 2 : lane_px + 2 }}
        {...(isOpen && {
          onClick: click,
          onPointerDown: (event: React.PointerEvent) =>
            pointer.begin(event, null, null, span, pointer.atPointer(event)),
        })}
        onPointerMove={pointer.onPointerMove}
        onPointerUp={pointer.onPointerUp}
        onPointerCancel={pointer.onPointerCancel}
      >
        {laid.map(({ blocks, start_ms, end_ms, column, columns }) => {
          const [{ entry }] = blocks as [(typeof blocks)[number]]
          const isMoved = blocks.length === 1 && draft?.id === entry.id
          const drawn = isMoved ? within(draft.span, span) : { start_ms, end_ms }
          const height_px = Math.max((drawn.end_ms - drawn.start_ms) * px_per_ms, leastHeight_px) - 1
          const style = {
            top: top(drawn.start_ms),
            height: height_px,
            left: `${(column / columns) * 100}%`,
            width: `calc(${100 / columns}% - 2px)`,
          }
          return blocks.length > 1 ? (
            <Gathered
              key={entry.id}
              entries={blocks.map((block) => block.entry)}
              zone={zone}
              style={style}
              open={deeds.gather}
            />
          ) : (
            <Block
              key={entry.id}
              {...{ entry, zone, style, height_px, deeds }}
              day={span}
              latest_ms={now_ms}
              roomy={wide && columns === 1}
              fixed={writable ? whyFixed(entry, rest.mayWriteLocked) : 'Not yours to move.'}
              dragged={pointer.dragged?.id === entry.id}
              preview={(to) => setAdjusted(to && { id: entry.id, span: to })}
              grab={(event, edge) => pointer.begin(event, entry.id, edge, spanOf(entry), 0)}
              wasDragged={pointer.wasDragged}
            />
          )
        })}
        {draft && (draft.id === null || pointer.dragged) && <Draft {...draft} {...{ zone, top }} />}
        {isOpen && (
          <Cursor
            day={span}
            latest_ms={now_ms}
            px_per_ms={px_per_ms}
            zone={zone}
            label={`New entry on ${name}`}
            create={deeds.create}
          />
        )}
      </div>
      {span.start_ms <= now_ms && now_ms < span.end_ms && (
        <div
          aria-hidden
          className="pointer-events-none absolute inset-x-0 z-10 border-t-2 border-danger"
          style={{ top: top(now_ms) }}
        />
      )}
      {seen && (
        <EvidenceLane
          day={span}
          stretches={seen}
          {...{ names, zone, px_per_ms, lane_px }}
          label={`What the agent saw on ${name}: ${seen.length === 0 ? 'nothing' : `${clockIn(seen[0]!.start_ms, zone)} to ${clockIn(seen.at(-1)!.end_ms, zone)}`}`}
        />
      )}
    </section>
  )
}
