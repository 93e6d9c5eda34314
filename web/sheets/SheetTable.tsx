import { clsx } from 'clsx'
import { useMe } from '../data/me.ts'
import { KindBadge } from '../time/parts.tsx'
import { hours, today, weekdayAndDay } from '../ui/formats.tsx'
import { Cell } from './Cell.tsx'
import { lockFor, nameOf, placeKey, type Row, type Sheet } from './useSheet.ts'

type Props = { from: string; sheet: Sheet; rows: Row[] }
const sum = (cells: Row['cells']) => cells.reduce((total, { seconds }) => total + seconds, 0)

export function SheetTable({ from, sheet: { days }, rows }: Props) {
  const me = useMe()
  return (
    <div className="rounded-card border border-border bg-surface">
      <table aria-label="Week" className="w-full table-fixed border-collapse">
        <thead>
          <tr className="text-meta text-text-2">
            <th scope="col" className="w-64 px-3 py-2 text-left font-medium">
              On
            </th>
            {days.map(({ day, hours: length, locked, submitted }) => (
              <th
                key={day}
                scope="col"
                className={clsx('px-2 py-2 text-right font-medium', day === today() && 'text-accent-text')}
              >
                {weekdayAndDay(day)}
                {length !== 24 && <span className="block text-text-3">{length} h day</span>}
                <DayMark {...{ locked, submitted }} />
              </th>
            ))}
            <th scope="col" className="w-20 px-3 py-2 text-right font-medium">
              Total
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.length === 0 && (
            <tr>
              <td colSpan={9} className="border-t border-border p-6 text-center text-text-2">
                Nothing is placed in this week. Add a row below, or copy those of last week.
              </td>
            </tr>
          )}
          {rows.map((row, index) => (
            <tr key={placeKey(row)} className="border-t border-border">
              <th
                scope="row"
                className="truncate px-3 py-1 text-left font-normal"
                title={row.account_name ?? undefined}
              >
                <span className="font-medium">{nameOf(row)}</span>
                {row.deal_id && <span className="block truncate text-meta text-text-2">{row.account_name}</span>}
              </th>
              {row.cells.map((cell, place) => (
                <td key={days[place]!.day} className="p-1">
                  <Cell
                    from={from}
                    place={row}
                    day={days[place]!.day}
                    label={`${weekdayAndDay(days[place]!.day)}, ${nameOf(row)}`}
                    cell={cell}
                    at={`${index}-${place}`}
                    locked={lockFor(days[place]!, me)}
                  />
                </td>
              ))}
              <td className="px-3 text-right font-medium tabular-nums">{hours(sum(row.cells))}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="border-t border-border font-medium tabular-nums">
            <th scope="row" className="px-3 py-2 text-left font-medium">
              Placed
            </th>
            {days.map(({ day, placed_seconds }) => (
              <td key={day} className="px-3 text-right">
                {hours(placed_seconds)}
              </td>
            ))}
            <td className="px-3 text-right">{hours(days.reduce((total, day) => total + day.placed_seconds, 0))}</td>
          </tr>
          <NotPlaced kind="unmapped" seconds={days.map(({ waiting_seconds }) => waiting_seconds)} />
          <NotPlaced kind="quarantined" seconds={days.map(({ quarantined_seconds }) => quarantined_seconds)} />
        </tfoot>
      </table>
    </div>
  )
}

/** How far its week is: approved or closed, or handed in. */
export const DayMark = ({ locked, submitted }: Pick<Sheet['days'][number], 'locked' | 'submitted'>) =>
  locked || submitted ? (
    <span className="block">
      <KindBadge kind={locked ?? 'pending'} />
    </span>
  ) : null

/** What is of these days and on nothing yet; left out where there is none. */
function NotPlaced({ kind, seconds }: { kind: 'unmapped' | 'quarantined'; seconds: number[] }) {
  const total = seconds.reduce((all, one) => all + one, 0)
  if (total === 0) return null
  return (
    <tr className="border-t border-border text-text-2 tabular-nums">
      <th scope="row" className="px-3 py-1.5 text-left font-normal">
        <KindBadge kind={kind} />
      </th>
      {seconds.map((one, place) => (
        <td key={place} className="px-3 text-right">
          {one > 0 && hours(one)}
        </td>
      ))}
      <td className="px-3 text-right">{hours(total)}</td>
    </tr>
  )
}
