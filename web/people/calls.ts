import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import type { Find } from '../layout/Lookup.tsx'
import type { Records } from '../layout/RecordForm.tsx'

/** Among any number of people, by name or e-mail. */
export const findPeople: Find = async (text) =>
  (await api.get('/users', { query: { limit: 20, ...(text && { q: text }) } })).data.map(({ id, name, email }) => ({
    value: id,
    label: name,
    detail: email,
  }))

const kind = 'people'
const nameOf = async (id: string) => (await api.get('/users/{id}', { params: { id } })).name

/** People as what a field or a filter chooses among; whoever looks comes first, and is also found as "me". */
export function usePeople(): Records {
  const { id, name } = useMe()
  return useMemo(() => {
    const me = { value: id, label: name, detail: 'me' }
    const find: Find = async (text) => {
      const others = (await findPeople(text)).filter(({ value }) => value !== id)
      return `${name} me`.toLowerCase().includes(text.toLowerCase()) ? [me, ...others] : others
    }
    return { kind, find, nameOf }
  }, [id, name])
}

export const personName = (id: string | null) => ({
  queryKey: ['name', kind, id],
  queryFn: () => nameOf(id!),
  enabled: id !== null,
  staleTime: 60_000,
})

/** Undefined until it is known. */
export const usePersonName = (id: string | null): string | undefined => useQuery(personName(id)).data

/** The name of a person somebody has just chosen. */
export function useKnownName(): (id: string | null) => string | undefined {
  const client = useQueryClient()
  return (id) => client.getQueryData<string>(personName(id).queryKey)
}
