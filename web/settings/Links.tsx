import { useQuery } from '@tanstack/react-query'
import { api } from '../data/client.ts'
import { When, words } from '../ui/formats.tsx'

/** Whom an agent's user was linked to, when and by whom. */
export function Links({ id }: { id: string }) {
  const { data } = useQuery({
    queryKey: ['agent-users', 'links', id],
    queryFn: () => api.get('/productivity-users/{id}/links', { params: { id } }),
  })
  if (!data || data.data.length === 0) return null
  return (
    <section aria-label="History of links" className="flex flex-col gap-1">
      <h3 className="font-semibold">History of links</h3>
      <ol className="flex flex-col gap-1 text-row">
        {data.data.map(({ id: change, action, user_name, actor_name, occurred_at }) => (
          <li key={change}>
            {words(action)} {action === 'linked' ? 'to' : 'from'} {user_name ?? 'somebody who is gone'} by{' '}
            {actor_name ?? 'a program'}, <When instant={occurred_at} />
          </li>
        ))}
      </ol>
    </section>
  )
}
