/** State of a list page: what is in the address, and the pages fetched so far. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'

export type ListPage<Row> = {
  data: Row[]
  next_cursor: string | null
  has_more: boolean
  /** The day that was got to where a page ends before it is full: it goes on with the next. */
  looked_through?: string | null
}

export function useAddress() {
  const search = useSearch({ strict: false }) as Record<string, string | undefined>
  const navigate = useNavigate()
  const set = (changes: Record<string, string | undefined>) =>
    void navigate({
      to: '.',
      search: (before: Record<string, string | undefined>) => ({ ...before, ...changes }),
      replace: true,
    } as never)
  /** Another state altogether, with a step in the history: Back returns. */
  const become = (next: Record<string, string | undefined>, replace = false) =>
    void navigate({ to: '.', search: next, replace } as never)
  return { search, set, become }
}

export function useList<Row extends { id: string }>(
  key: string,
  query: Record<string, unknown>,
  fetchPage: (query: Record<string, unknown>) => Promise<ListPage<Row>>,
  enabled = true,
) {
  const result = useInfiniteQuery({
    queryKey: [key, 'list', query],
    queryFn: ({ pageParam }) => fetchPage({ ...query, limit: 100, ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: (before) => before,
    enabled,
  })
  const { data: fetched } = result
  const rows = useMemo(() => fetched?.pages.flatMap(({ data }) => data) ?? [], [fetched])
  return { ...result, rows, looked_through: fetched?.pages.at(-1)?.looked_through ?? null }
}
