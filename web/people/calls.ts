import { useQuery } from '@tanstack/react-query'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'

/** People as options of a picker. */
export function usePeople() {
  const me = useMe()
  const { data } = useQuery({
    queryKey: ['users'],
    queryFn: () => api.get('/users', { query: { limit: 200 } }),
    staleTime: 60_000,
    enabled: me.can('users:read'),
  })
  return (data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))
}
