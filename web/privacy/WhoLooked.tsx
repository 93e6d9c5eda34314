import { useQuery } from '@tanstack/react-query'
import type { Look } from '../../domain/privacy.ts'
import { api } from '../data/client.ts'
import { useList } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { Card } from '../settings/parts.tsx'
import { Button } from '../ui/controls.tsx'
import { When } from '../ui/formats.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { counted, openLooksQuery } from './calls.ts'

/** Every reading of one's titles, with its reason; above it whoever can look at this moment. */
export function WhoLooked() {
  const me = useMe()
  const list = useList<Look>('looks', {}, (query) => api.get('/me/looks', { query }))
  const open = useQuery(openLooksQuery(me.id)).data
  return (
    <Card title="Who looked at your titles">
      {open?.map((look) => (
        <p key={look.id} className="rounded-card bg-warning-soft p-3 text-warning">
          {look.viewer_name} can see all your titles until <When instant={look.expires_at} />: “{look.reason}”
        </p>
      ))}
      {list.isError ? (
        <ErrorNote error={list.error} retry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Loading rows={2} />
      ) : list.rows.length === 0 ? (
        <p className="text-text-2">Nobody has. Each look is recorded here for good.</p>
      ) : (
        <ul className="flex flex-col">
          {list.rows.map((look) => (
            <li key={look.id} className="border-t border-border py-2 first:border-0">
              <span className="font-medium">{look.viewer_name}</span> read {counted(look.entries)}
              <span className="block text-meta text-text-3">
                <When instant={look.occurred_at} />
              </span>
              <span className="block wrap-anywhere text-text-2">
                {look.reason === null ? 'You had released them.' : `“${look.reason}”`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && <Button onClick={() => void list.fetchNextPage()}>Show more</Button>}
    </Card>
  )
}
