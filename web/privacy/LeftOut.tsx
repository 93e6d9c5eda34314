import { useQuery } from '@tanstack/react-query'
import { daysOf } from '../../domain/periods.ts'
import { droppedParts } from '../../domain/capture.ts'
import { leftOutReasons } from '../../domain/exclusions.ts'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { Card } from '../settings/parts.tsx'
import { hours, today } from '../ui/formats.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { counted, partWords, reasonWords } from './calls.ts'
import { Part } from './parts.tsx'

/** How much was left out in the last 30 days: all that is known of it. */
export function LeftOut() {
  const days = daysOf('last_30_days', today(), useMe().week_start)
  const { data, error, refetch } = useQuery({
    queryKey: ['left-out', days],
    queryFn: () => api.get('/me/left-out', { query: days }),
  })
  const byReason = leftOutReasons.map((reason) => {
    const rows = data?.data.filter((row) => row.reason === reason) ?? []
    const sum = (field: 'entries' | 'seconds') => rows.reduce((total, row) => total + row[field], 0)
    return { reason, entries: sum('entries'), seconds: sum('seconds') }
  })
  const shown = byReason.filter(({ seconds }) => seconds > 0)
  return (
    <Card title="Left out, last 30 days">
      {error ? (
        <ErrorNote error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={2} />
      ) : shown.length === 0 ? (
        <p className="text-text-2">Nothing was left out.</p>
      ) : (
        <table className="w-full">
          <thead className="sr-only">
            <tr>
              <th>Why</th>
              <th>Entries</th>
              <th>Hours</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ reason, entries, seconds }) => (
              <tr key={reason} className="border-t border-border first:border-0">
                <td className="py-1.5">{reasonWords[reason]}</td>
                <td className="py-1.5 text-right text-text-3 tabular-nums">{counted(entries)}</td>
                <td className="py-1.5 pl-3 text-right tabular-nums">{hours(seconds)} h</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Dropped days={days} />
      <p className="text-meta text-text-3">
        Only you see this. There is nothing else of it: no app, no title, no time of day.
      </p>
    </Card>
  )
}

/** What the company does not keep of the entries that are recorded. */
function Dropped({ days }: { days: { date_from: string; date_to: string } }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['left-out', 'dropped', days],
    queryFn: () => api.get('/me/dropped', { query: days }),
  })
  const shown = droppedParts
    .map((part) => ({
      part,
      entries: data?.data.reduce((sum, row) => sum + (row.part === part ? row.entries : 0), 0) ?? 0,
    }))
    .filter(({ entries }) => entries > 0)
  if (error) return <ErrorNote error={error} retry={() => void refetch()} />
  if (shown.length === 0) return null
  return (
    <Part title="Dropped from what is recorded">
      <ul>
        {shown.map(({ part, entries }) => (
          <li key={part} className="flex justify-between gap-3 border-t border-border py-1.5 first:border-0">
            <span>{partWords[part]}</span>
            <span className="text-right text-text-3 tabular-nums">{counted(entries)}</span>
          </li>
        ))}
      </ul>
    </Part>
  )
}
