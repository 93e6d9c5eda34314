/** One day from top to bottom: its entries, where a new one may stand, and what the agent saw. As long as the day is. */
import { clsx } from 'clsx'
import { useState, type MouseEvent } from 'react'
import { snapped } from '../../domain/calendar-layout.ts'
import type { Span } from '../../domain/spans.ts'
import { isPhone } from '../layout/screen.ts'
import { clockIn, weekdayAndDay } from '../ui/formats.tsx'
import { Block, type BlockDeeds } from './Block.tsx'
import { spanOf, type CalendarEntry } from './calls.ts'
import { hour_ms, keyOf, type Column } from './columns.ts'
import { Cursor } from './Cursor.tsx'
import { leastHeight_px, whyFixed, within } from './days.ts'
import { EvidenceLane } from './EvidenceLane.tsx'
import { Gathered } from './Gathered.tsx'
import { Draft, hourLines, OwnHours } from './Hours.tsx'
import type { Names } from './seen.ts'
import type { Near } from './useNear.ts'
import { usePointer } from './usePointer.ts'

export type DayDeeds = BlockDeeds & { create: (span: Span) => void; gather: (entries: CalendarEntry[]) => void }
type Props = Column & {
  names: Names
  near: Near
  /** The key of the place that is drawn wherever it is. */
  kept: string | null
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
  span,
  places,
  seen,
  names,
  near,
  kept,
  zone,
  px_per_hour,
  now_ms,
  writable,
  wide,
  deeds,
  ...rest
}: Props) {
  const px_per_ms = px_per_hour / hour_ms
  const isOpen =
    writable && span.start_ms < now_ms && !(day.locked && !(day.locked === 'period' && rest.mayWriteLocked))
  const [adjusted, setAdjusted] = useState<{ id: string; span: Span } | null>(null)
  const pointer = usePointer({ day: span, latest_ms: now_ms, px_per_ms }, ({ id, span: to }) => {
    const found = places.flatMap(({ blocks }) => blocks).find(({ entry }) => entry.id === id)
    if (found) deeds.move(found.entry, to)
    else deeds.create(to)
  })
  const draft = pointer.dragged ?? adjusted
  const lane_px = wide ? (isPhone() ? 88 : 136) : 14
  const top = (instant_ms: number) => (instant_ms - span.start_ms) * px_per_ms
  const name = weekdayAndDay(day.day)
  const isNear = (place: Column['places'][number]) =>
    (top(place.start_ms) < near.to_px && top(place.end_ms) > near.from_px) || keyOf(day, place) === kept
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
        {places.filter(isNear).map((place) => {
          const { blocks, start_ms, end_ms, column, columns } = place
          const [{ entry }] = blocks as [(typeof blocks)[number]]
          const key = keyOf(day, place)
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
              key={key}
              place={key}
              entries={blocks.map((block) => block.entry)}
              zone={zone}
              style={style}
              open={deeds.gather}
            />
          ) : (
            <Block
              key={key}
              place={key}
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
