import { useQuery } from '@tanstack/react-query'
import { api } from '../data/client.ts'

export type User = Awaited<ReturnType<typeof getUser>>
export const getUser = (id: string) => api.get('/users/{id}', { params: { id } })

export const rolesQuery = { queryKey: ['roles'], queryFn: () => api.get('/roles', {}) }
export type Role = Awaited<ReturnType<typeof rolesQuery.queryFn>>['data'][number]
/** Roles and teams as options of a picker. */
export const useRoles = () => (useQuery(rolesQuery).data?.data ?? []).map(({ name }) => ({ value: name, label: name }))
export const useTeams = () =>
  (
    useQuery({ queryKey: ['teams', 'options'], queryFn: () => api.get('/teams', { query: { limit: 200 } }) }).data
      ?.data ?? []
  ).map(({ id, name }) => ({ value: id, label: name }))

export type ApiKey = Awaited<ReturnType<typeof listKeys>>['data'][number]
export const listKeys = (query: object) => api.get('/api-keys', { query })
