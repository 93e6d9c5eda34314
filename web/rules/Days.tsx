import { useQuery } from '@tanstack/react-query'
import { api } from '../data/client.ts'
import { Day, hours, number } from '../ui/formats.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import type { Rule } from './calls.ts'
import { Section } from './parts.tsx'

/** What a rule does day by day, and of one that is only watched what it would do. */
export function Days({ rule: { id, number: version, state } }: { rule: Rule }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['mapping-rules', id, 'days', version, state],
    queryFn: () => api.get('/mapping-rules/{id}/days', { params: { id }, query: { days: 14 } }),
  })
  return (
    <Section title={state === 'active' ? 'The last 14 days' : 'What it would have done in 14 days'}>
      {error ? (
        <ErrorNote error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={3} />
      ) : data.data.length === 0 ? (
        <p className="text-text-2">No entry of these days fits it.</p>
      ) : (
        <div tabIndex={0} role="region" aria-label="Day by day" className="overflow-x-auto">
          <table className="w-full text-row">
            <thead className="text-left text-meta text-text-3">
              <tr>
                {['Day', 'Fits', 'Waits now', 'Is there', 'Is elsewhere'].map((title) => (
                  <th key={title} scope="col" className="h-9 pr-3 font-medium not-first:text-right">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.data.map(({ date, entries, seconds, waiting, same, other }) => (
                <tr key={date} className="border-t border-border">
                  <td className="py-1.5 pr-3 whitespace-nowrap">
                    <Day date={date} />
                  </td>
                  <td className="pr-3 text-right whitespace-nowrap">
                    {number(entries)} <span className="text-text-3">{hours(seconds)} h</span>
                  </td>
                  <td className="pr-3 text-right">{number(waiting)}</td>
                  <td className="pr-3 text-right">{number(same)}</td>
                  <td className="pr-3 text-right">{number(other)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  )
}
