import { useQuery } from '@tanstack/react-query'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { History } from '../layout/History.tsx'
import { Day, When, money } from '../ui/formats.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { StageBadge } from './calls.tsx'

/** The stages a deal went through, as it was on entering each. Every single change stands in the ledger. */
export function DealHistory({ id }: { id: string }) {
  const { can } = useMe()
  const { data, error, refetch } = useQuery({
    queryKey: ['deals', id, 'stages'],
    queryFn: () => api.get('/deals/{id}/stages', { params: { id } }),
  })
  if (error) return <ErrorNote error={error} retry={() => void refetch()} />
  if (!data) return <Loading rows={3} />
  return (
    <section aria-label="History" className="flex flex-col gap-3">
      <div className="overflow-x-auto rounded-card border border-border bg-surface">
        <table aria-label="Stages" className="w-full text-row">
          <thead className="text-left text-meta text-text-3">
            <tr>
              {[
                'Stage',
                'Entered',
                'Left',
                'By',
                ...(can('values:read') ? ['Value'] : []),
                'Probability',
                'Close date',
              ].map((title) => (
                <th key={title} scope="col" className="h-9 px-3 font-medium">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.data.map((stay) => (
              <tr key={stay.id} className="h-(--row) border-t border-border">
                <td className="px-3">
                  <StageBadge stage={stay.to_stage} />
                </td>
                <td className="px-3 whitespace-nowrap">
                  <When instant={stay.entered_at} />
                </td>
                <td className="px-3 whitespace-nowrap">{stay.left_at ? <When instant={stay.left_at} /> : 'is here'}</td>
                <td className="px-3">{stay.actor_name ?? 'Daybook'}</td>
                {can('values:read') && <td className="px-3">{stay.value ? money(stay.value) : '–'}</td>}
                <td className="px-3">{stay.probability} %</td>
                <td className="px-3 whitespace-nowrap">
                  <Day date={stay.end_date} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <History id={id}>Every change of this deal</History>
    </section>
  )
}
