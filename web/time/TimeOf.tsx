import { Link } from '@tanstack/react-router'
import { api } from '../data/client.ts'
import { useList } from '../data/list.ts'
import { timePath } from '../paths.ts'
import { Button } from '../ui/controls.tsx'
import { Duration, When } from '../ui/formats.tsx'
import { Empty, ErrorNote, Loading } from '../ui/states.tsx'
import { WeeksOf } from './WeeksOf.tsx'
import { WhyPopover } from './WhyPopover.tsx'

type Entry = Awaited<ReturnType<typeof listEntries>>['data'][number]
const listEntries = (query: Record<string, unknown>) => api.get('/time-entries', { query: query as never })
const titles = ['Person', 'From', 'To', 'Deal', 'Task', 'Reason', 'Duration']

/** Who worked on a deal or for an account, and when: of those entries one may see. */
export function TimeOf({ of }: { of: { deal_id: string } | { account_id: string } }) {
  const list = useList<Entry>('time', { ...of, sort: '-start_time' }, listEntries)
  const ofAccount = 'account_id' in of
  return (
    <>
      <WeeksOf of={of} />
      {list.isError ? (
        <ErrorNote error={list.error} retry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Loading rows={4} />
      ) : list.rows.length === 0 ? (
        <Empty title="No time that you may see is here" />
      ) : (
        <div className="overflow-x-auto rounded-card border border-border bg-surface">
          <table aria-label="Time entries" className="w-full text-row">
            <thead className="text-left text-meta text-text-3">
              <tr>
                {titles
                  .filter((title) => title !== 'Deal' || ofAccount)
                  .map((title) => (
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
                    <Link to={timePath} search={{ peek: entry.id } as never} className="text-accent-text underline">
                      <When instant={entry.start_time} />
                    </Link>
                  </td>
                  <td className="px-3 whitespace-nowrap">
                    <When instant={entry.end_time} timeOnly />
                  </td>
                  {ofAccount && <td className="px-3 text-text-2">{entry.deal_name ?? '–'}</td>}
                  <td className="px-3 text-text-2">{entry.task_title ?? '–'}</td>
                  <td className="px-3">
                    <WhyPopover entry={entry} />
                  </td>
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
    </>
  )
}
