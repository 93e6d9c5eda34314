import { useQuery } from '@tanstack/react-query'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import type { Find } from '../layout/Lookup.tsx'

/** Among any number of people, by name or e-mail. */
export const findPeople: Find = async (text) =>
  (await api.get('/users', { query: { limit: 20, ...(text && { q: text }) } })).data.map(({ id, name, email }) => ({
    value: id,
    label: name,
    detail: email,
  }))

/** The first 200 people as options of a filter. */
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
