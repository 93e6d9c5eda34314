import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { api } from '../data/client.ts'

type DeedPage = Awaited<ReturnType<typeof fetchDeeds>>
/** A row carries the names of its page, so that a list of rows stays a list of rows. */
export type Deed = DeedPage['data'][number] & { names: Record<string, string> }
export type Change = Awaited<ReturnType<typeof fetchChanges>>['data'][number]

const fetchDeeds = (query: object) => api.get('/audit/deeds', { query })
export async function listDeeds(query: object) {
  const { data, names, ...page } = await fetchDeeds(query)
  return { ...page, data: data.map((row): Deed => ({ ...row, names })) }
}

const fetchChanges = (query: object) => api.get('/audit', { query })
/** The rows of a deed, 50 at a time. */
export function useRowsOf(deed_id: string) {
  const result = useInfiniteQuery({
    queryKey: ['audit', 'rows', deed_id],
    queryFn: ({ pageParam }) =>
      fetchChanges({ deed_id, sort: 'occurred_at', limit: 50, ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  })
  const pages = result.data?.pages ?? []
  return {
    ...result,
    rows: pages.flatMap(({ data }) => data),
    names: Object.assign({}, ...pages.map(({ names }) => names)) as Record<string, string>,
  }
}

const whileItRuns_ms = 1_000
export const statusKey = ['audit', 'status']
export const useStatus = () =>
  useQuery({
    queryKey: statusKey,
    queryFn: () => api.get('/audit/status', {}),
    refetchInterval: ({ state }) => (state.data?.verification?.status === 'running' ? whileItRuns_ms : false),
  })
export type Verification = NonNullable<NonNullable<ReturnType<typeof useStatus>['data']>['verification']>

export const useActions = () =>
  useQuery({ queryKey: ['audit', 'actions'], queryFn: () => api.get('/audit/actions', {}) }).data?.data ?? []
