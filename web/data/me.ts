import { useSuspenseQuery } from '@tanstack/react-query'
import type { Me } from '../../domain/people.ts'
import { api } from './client.ts'
import { takeAskedMe } from './session.ts'

async function whoIsHere(): Promise<Me> {
  const asked = await takeAskedMe()?.catch(() => null)
  return asked?.ok ? ((await asked.json()) as Me) : api.get('/me', {})
}

export const meQuery = { queryKey: ['me'], queryFn: whoIsHere, staleTime: 60_000 }

export function useMe() {
  const me = useSuspenseQuery(meQuery).data
  return { ...me, can: (permission: keyof typeof me.permissions) => me.permissions[permission] !== undefined }
}
