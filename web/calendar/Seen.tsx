/** What the agent saw, in words and numbers: how long each app was in front, and every stretch as a table. */
import { useState } from 'react'
import type { Stretch } from '../../domain/stretches.ts'
import { Button } from '../ui/controls.tsx'
import { clockIn, hours, weekdayAndDay } from '../ui/formats.tsx'
import type { CalendarDay } from './calls.ts'
import { shares, type Names } from './seen.ts'

export const Legend = ({ stretches, names }: { stretches: Stretch[]; names: Names }) => (
  <ul aria-label="What the agent saw, by app" className="flex flex-wrap gap-x-4 gap-y-1 text-meta text-text-2">
    {shares(stretches, names).map(({ name, series, ms }) => (
      <li key={name} className="flex items-center gap-1.5">
        <span aria-hidden className="size-2.5 rounded-sm" style={{ background: `var(${series})` }} />
        {name} {hours(ms / 1_000)}
      </li>
    ))}
  </ul>
)

type Props = { stretches: Stretch[]; zone: string; days: CalendarDay[] }
export function SeenTable({ stretches, zone, days }: Props) {
  const dayOf = (instant_ms: number) => {
    const day = days.findLast(({ start_time }) => Date.parse(start_time) <= instant_ms) ?? days[0]!
    return weekdayAndDay(day.day)
  }
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button look="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? 'Hide the table' : 'View as table'}
      </Button>
      {open && (
        <div
          tabIndex={0}
          role="region"
          aria-label="What the agent saw"
          className="max-h-72 basis-full overflow-auto rounded-card border border-border bg-surface"
        >
          <table className="w-full text-row">
            <thead className="text-left text-meta text-text-3">
              <tr>
                {['Day', 'From', 'To', 'App', 'Duration'].map((title) => (
                  <th key={title} scope="col" className="h-9 px-3 font-medium last:text-right">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {stretches.map(({ start_ms, end_ms, name, events }) => (
                <tr key={start_ms} className="border-t border-border">
                  <td className="px-3 py-1 whitespace-nowrap">{dayOf(start_ms)}</td>
                  <td className="px-3">{clockIn(start_ms, zone)}</td>
                  <td className="px-3">{clockIn(end_ms, zone)}</td>
                  <td className="px-3">
                    {name ?? 'App not kept'}
                    {events > 1 && <span className="text-text-3"> and others, {events} events</span>}
                  </td>
                  <td className="px-3 text-right">{hours((end_ms - start_ms) / 1_000)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}
