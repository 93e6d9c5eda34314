import { useSuspenseQuery } from '@tanstack/react-query'
import { api } from './client.ts'

export const meQuery = { queryKey: ['me'], queryFn: () => api.get('/me', {}), staleTime: 60_000 }

export function useMe() {
  const me = useSuspenseQuery(meQuery).data
  return { ...me, can: (permission: keyof typeof me.permissions) => me.permissions[permission] !== undefined }
}
