import { api } from '../data/client.ts'
import { useList } from '../data/list.ts'
import { Button } from '../ui/controls.tsx'
import { Duration, When, hours } from '../ui/formats.tsx'
import { Empty, ErrorNote, Loading } from '../ui/states.tsx'
import type { Deal } from './calls.tsx'

type Entry = Awaited<ReturnType<typeof listEntries>>['data'][number]
const listEntries = (query: Record<string, unknown>) => api.get('/time-entries', { query: query as never })

/** Who worked on the deal and when, against what was planned. */
export function DealTime({ deal }: { deal: Deal }) {
  const list = useList<Entry>('time', { deal_id: deal.id, sort: '-start_time' }, listEntries)
  return (
    <section aria-label="Time" className="flex flex-col gap-3">
      <Planned deal={deal} />
      {list.isError ? (
        <ErrorNote error={list.error} retry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Loading rows={4} />
      ) : list.rows.length === 0 ? (
        <Empty title="No time of those you may see is on this deal" />
      ) : (
        <div className="overflow-x-auto rounded-card border border-border bg-surface">
          <table aria-label="Time entries" className="w-full text-row">
            <thead className="text-left text-meta text-text-3">
              <tr>
                {['Person', 'From', 'To', 'Task', 'Duration'].map((title) => (
                  <th key={title} scope="col" className="h-9 px-3 font-medium last:text-right">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {list.rows.map((entry) => (
                <tr key={entry.id} className="h-(--row) border-t border-border">
                  <td className="px-3 font-medium">{entry.user_name}</td>
                  <td className="px-3 whitespace-nowrap">
                    <When instant={entry.start_time} />
                  </td>
                  <td className="px-3 whitespace-nowrap">
                    <When instant={entry.end_time} timeOnly />
                  </td>
                  <td className="px-3 text-text-2">{entry.task_title ?? '–'}</td>
                  <td className="px-3 text-right">
                    <Duration seconds={entry.duration_seconds} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.hasNextPage && <Button onClick={() => void list.fetchNextPage()}>Show more</Button>}
    </section>
  )
}

function Planned({ deal: { tracked_seconds, budget_hours } }: { deal: Deal }) {
  if (!budget_hours)
    return <p className="text-text-2">{hours(tracked_seconds)} h worked by everybody; no hours were budgeted.</p>
  const left = Number(budget_hours) * 3_600 - tracked_seconds
  return (
    <p>
      {hours(tracked_seconds)} h worked by everybody, of {Number(budget_hours)} h budgeted:{' '}
      <strong className={left < 0 ? 'font-medium text-danger' : 'font-medium'}>
        {hours(Math.abs(left))} h {left < 0 ? 'over budget' : 'left'}
      </strong>
      .
    </p>
  )
}
