import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { DroppedPart } from '../../domain/capture.ts'
import type { Exclusions, ExclusionsInput, LeftOutReason } from '../../domain/exclusions.ts'
import { api } from '../data/client.ts'
import { number } from '../ui/formats.tsx'
import { say } from '../ui/toasts.tsx'

export const exclusionsQuery = {
  queryKey: ['exclusions'],
  queryFn: () => api.get('/me/exclusions', {}),
  staleTime: 30_000,
}

export const viewersQuery = { queryKey: ['viewers'], queryFn: () => api.get('/me/viewers', {}), staleTime: 30_000 }

/** Who can look at this person's titles at this moment, and why. */
export const openLooksQuery = (person_id: string) => ({
  queryKey: ['evidence-access', 'open', person_id],
  queryFn: async () => {
    const { data } = await api.get('/evidence-access', { query: { limit: 50 } })
    return data.filter((look) => look.person_id === person_id && Date.parse(look.expires_at) > Date.now())
  },
  staleTime: 30_000,
})

const inputOf = ({ apps, sites, hours, editor_projects }: Exclusions): ExclusionsInput => ({
  apps,
  sites,
  hours,
  editor_projects,
})

/** What the person keeps out, and its change: kept at once, with an undo. Rejects where it is refused. */
export function useExclusions() {
  const client = useQueryClient()
  const query = useQuery(exclusionsQuery)
  const show = (now: Exclusions) => client.setQueryData(exclusionsQuery.queryKey, now)
  const put = async (body: ExclusionsInput, version: number) => {
    const now = await api.put('/me/exclusions', { body, version })
    show(now)
    return now
  }
  const keep = async (change: Partial<ExclusionsInput>, text: string) => {
    // the version the change is based on: somebody on another device may have been faster
    const before = await client.ensureQueryData(exclusionsQuery)
    const now = await put({ ...inputOf(before), ...change }, before.version).catch(async (fault: Error) => {
      await query.refetch()
      throw fault
    })
    say(text, () => put(inputOf(before), now.version))
  }
  return { ...query, keep }
}

export const reasonWords: Record<LeftOutReason, string> = {
  private_mode: 'While you were private',
  hours: 'In hours you keep out',
  app: 'Apps you keep out',
  site: 'Sites you keep out',
  hidden: 'Taken out by you or at your request',
}

export const partWords: Record<DroppedPart, string> = {
  title: 'Window titles',
  app: 'Apps',
  address: 'Web addresses, or all but their site',
  query: 'What follows ? or # in an address',
  credentials: 'Names and passwords in an address',
  project: 'Projects open in an editor',
}

export const counted = (entries: number) => `${number(entries)} ${entries === 1 ? 'entry' : 'entries'}`
