/** The days side by side under their names, hours at the left; it scrolls in itself and opens where the day begins. */
import { clsx } from 'clsx'
import { useMemo, useRef } from 'react'
import type { Stretch } from '../../domain/stretches.ts'
import { useKeys } from '../layout/keys.ts'
import { KindBadge } from '../time/parts.tsx'
import { clockIn, today, weekdayAndDay } from '../ui/formats.tsx'
import { spanOf, type CalendarDay, type Days } from './calls.ts'
import { columnsOf, firstOf, hour_ms } from './columns.ts'
import { DayColumn, type DayDeeds } from './DayColumn.tsx'
import { hoursOf } from './Hours.tsx'
import { lockReasons } from './days.ts'
import type { Names } from './seen.ts'
import { useNear } from './useNear.ts'
import { useWalking } from './useWalking.ts'

type Props = {
  days: Days
  seen: Stretch[] | null
  names: Names
  now_ms: number
  isWeek: boolean
  px_per_hour: number
  writable: boolean
  mayWriteLocked: boolean
  deeds: DayDeeds
}

export function Grid({ days, seen, isWeek, px_per_hour, ...rest }: Props) {
  const { zone } = days
  const scroller = useRef<HTMLDivElement>(null)
  const columns = useMemo(() => columnsOf(days, seen, px_per_hour), [days, seen, px_per_hour])
  const first_px = Math.max(firstOf(columns) / hour_ms - 0.5, 0) * px_per_hour
  const near = useNear(scroller, first_px, px_per_hour)
  const { kept, walk } = useWalking(scroller, columns)
  useKeys({ j: () => walk(1), k: () => walk(-1) })
  // the hours beside a week are those of its usual days
  const axis = spanOf(days.days.find(({ hours }) => hours === 24) ?? days.days[0]!)
  return (
    <div
      ref={scroller}
      role="region"
      aria-label="Days by the clock"
      tabIndex={0}
      className="absolute inset-0 overflow-auto rounded-card border border-border bg-surface"
    >
      <div
        className="grid"
        style={{
          gridTemplateColumns: `3.75rem repeat(${columns.length}, minmax(${isWeek ? '8.5rem' : '12rem'}, 1fr))`,
        }}
      >
        <div className="sticky top-0 left-0 z-30 border-b border-border bg-surface" />
        {columns.map(({ day }) => (
          <DayHead key={day.day} day={day} />
        ))}
        <div aria-hidden className="sticky left-0 z-20 bg-surface text-caption text-text-2">
          {hoursOf(axis).map((instant_ms, place) => (
            <span
              key={instant_ms}
              className="absolute right-1.5 whitespace-nowrap"
              style={{ top: place === 0 ? 2 : place * px_per_hour - 8 }}
            >
              {clockIn(instant_ms, zone)}
            </span>
          ))}
        </div>
        {columns.map((column) => (
          <DayColumn key={column.day.day} {...column} wide={!isWeek} {...{ zone, px_per_hour, near, kept, ...rest }} />
        ))}
      </div>
    </div>
  )
}

const DayHead = ({ day: { day, hours, locked, submitted } }: { day: CalendarDay }) => (
  <div className="sticky top-0 z-20 flex min-h-11 flex-wrap items-center gap-x-2 gap-y-0.5 border-b border-l border-border bg-surface px-2 py-1">
    <h3 className={clsx('text-meta font-medium', day === today() ? 'text-accent-text' : 'text-text')}>
      {weekdayAndDay(day)}
    </h3>
    {hours !== 24 && <span className="text-meta text-text-2">{hours} h day</span>}
    {locked && (
      <span title={lockReasons[locked]} className="inline-flex items-center gap-1 text-meta text-text-2">
        <KindBadge kind={locked} />
        <span className="sr-only">{lockReasons[locked]}</span>
      </span>
    )}
    {!locked && submitted && <KindBadge kind="pending" />}
  </div>
)
