import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { Button } from '../ui/controls.tsx'
import { When } from '../ui/formats.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { Card } from './parts.tsx'

const looksQuery = {
  queryKey: ['evidence-access'],
  queryFn: () => api.get('/evidence-access', { query: { limit: 50 } }),
}

/** Who opened whose titles, why and until when: those looked at see it as well as those who look. */
export function Looks() {
  const me = useMe()
  const client = useQueryClient()
  const { data, error, refetch } = useQuery(looksQuery)
  const end = (id: string) =>
    void api.post('/evidence-access/{id}/end', { params: { id } }).then(() => {
      say('The titles are closed again.')
      return client.invalidateQueries({ queryKey: ['evidence-access'] })
    }, sayFailed)
  return (
    <Card title="Who looked at titles">
      <p className="text-text-2">
        Window titles and web addresses of recorded time are seen by the person alone, unless they release them or
        somebody opens them for a reason. Then it stands here for good.
      </p>
      {error ? (
        <ErrorNote error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={2} />
      ) : data.data.length === 0 ? (
        <p>Nobody has.</p>
      ) : (
        <ul className="flex flex-col">
          {data.data.map((look) => (
            <li
              key={look.id}
              className="flex items-start justify-between gap-3 border-t border-border py-2 first:border-0"
            >
              <span className="min-w-0">
                <span className="block font-medium">
                  {look.viewer_id === me.id ? 'You' : look.viewer_name} at{' '}
                  {look.person_id === me.id ? 'yours' : `${look.person_name}’s`}
                </span>
                <span className="block wrap-anywhere text-text-2">“{look.reason}”</span>
                <span className="text-meta text-text-3">
                  <When instant={look.created_at} /> to <When instant={look.expires_at} /> · read {look.reads}{' '}
                  {look.reads === 1 ? 'time' : 'times'}
                </span>
              </span>
              {look.viewer_id === me.id && Date.parse(look.expires_at) > Date.now() && (
                <Button onClick={() => end(look.id)}>Close</Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
