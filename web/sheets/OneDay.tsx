import { clsx } from 'clsx'
import { useState } from 'react'
import { useMe } from '../data/me.ts'
import { hours, today, weekdayAndDay } from '../ui/formats.tsx'
import { KindBadge } from '../time/parts.tsx'
import { Cell } from './Cell.tsx'
import { DayMark } from './SheetTable.tsx'
import { lockFor, nameOf, placeKey, type Row, type Sheet } from './useSheet.ts'

type Props = { from: string; sheet: Sheet; rows: Row[] }

/** On a telephone: one day of the week at a time. */
export function OneDay({ from, sheet: { days }, rows }: Props) {
  const me = useMe()
  const now = days.findIndex(({ day }) => day === today())
  const [chosen, choose] = useState(Math.max(0, now))
  const { day, hours: length, waiting_seconds, quarantined_seconds, ...marks } = days[chosen]!
  return (
    <div className="flex flex-col gap-3">
      <div role="group" aria-label="Day" className="grid grid-cols-7 gap-1">
        {days.map(({ day, placed_seconds }, index) => (
          <button
            key={day}
            type="button"
            aria-pressed={index === chosen}
            aria-label={`${weekdayAndDay(day)}, ${hours(placed_seconds)}`}
            onClick={() => choose(index)}
            className={clsx(
              'flex min-h-14 flex-col items-center justify-center rounded-card border text-meta',
              index === chosen
                ? 'border-accent bg-accent-soft text-accent-text'
                : 'border-border bg-surface text-text-2',
            )}
          >
            <span>{Number(day.slice(8))}</span>
            <span className="tabular-nums">{hours(placed_seconds)}</span>
          </button>
        ))}
      </div>
      <h2 className="text-section font-semibold">
        {weekdayAndDay(day)}{' '}
        {length !== 24 && <span className="text-meta font-normal text-text-3">{length} h day</span>}
        <DayMark {...marks} />
      </h2>
      {waiting_seconds + quarantined_seconds > 0 && (
        <p className="flex flex-wrap gap-x-4 gap-y-1 text-text-2">
          {waiting_seconds > 0 && (
            <span>
              <KindBadge kind="unmapped" /> {hours(waiting_seconds)}
            </span>
          )}
          {quarantined_seconds > 0 && (
            <span>
              <KindBadge kind="quarantined" /> {hours(quarantined_seconds)}
            </span>
          )}
        </p>
      )}
      <ul className="flex flex-col rounded-card border border-border bg-surface">
        {rows.length === 0 && <li className="p-4 text-text-2">Nothing is placed in this week.</li>}
        {rows.map((row, index) => (
          <li key={placeKey(row)} className="flex items-center gap-3 border-t border-border px-3 py-2 first:border-0">
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{nameOf(row)}</span>
              {row.deal_id && <span className="block truncate text-meta text-text-2">{row.account_name}</span>}
            </span>
            <span className="w-24">
              <Cell
                key={day}
                from={from}
                place={row}
                day={day}
                label={`${weekdayAndDay(day)}, ${nameOf(row)}`}
                cell={row.cells[chosen]!}
                at={`${index}-0`}
                locked={lockFor(days[chosen]!, me)}
              />
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
