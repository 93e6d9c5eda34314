import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../data/client.ts'
import { rulesPath } from '../paths.ts'

const most = 10

/** Rules that place no more, and why: most of them people kept correcting, and by night they were only to suggest. */
export function Demoted() {
  const { data } = useQuery({
    queryKey: ['mapping-rules', 'demoted'],
    queryFn: () => api.get('/mapping-rules', { query: { state: ['suggest'], sort: 'priority', limit: most } }),
    staleTime: 60_000,
  })
  const told = data?.data.filter(({ state_reason }) => state_reason !== null) ?? []
  if (told.length === 0) return null
  return (
    <section aria-label="Rules to look at" className="rounded-card bg-warning-soft px-4 py-3 text-warning">
      <h2 className="font-semibold">Only suggested now</h2>
      <ul className="flex flex-col gap-1">
        {told.map(({ id, name, state_reason }) => (
          <li key={id} className="wrap-anywhere">
            <Link to={`${rulesPath}/$id`} params={{ id } as never} className="font-medium underline">
              {name}
            </Link>
            : {state_reason}
          </li>
        ))}
      </ul>
    </section>
  )
}
