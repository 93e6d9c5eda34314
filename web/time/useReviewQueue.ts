import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { listWaiting, type Waiting } from './calls.ts'

export type Whose = 'mine' | 'team'
export const queueKey = (whose: Whose) => ['unmapped', 'queue', whose]

/**
 * The queue as it will be: what was decided leaves at once, and comes back if the server did not take it. The order stays the
 * one that was first shown, so that nothing moves under somebody's hands; what is new comes last.
 */
export function useReviewQueue(whose: Whose) {
  const query = useQuery({
    queryKey: queueKey(whose),
    queryFn: () => listWaiting({ limit: 200, sort: '-stake', whose }),
  })
  const [index, setAt] = useState(0)
  const [leaving, setLeaving] = useState<readonly string[]>([])
  const [returned, setReturned] = useState<string | null>(null)
  const all = useInFirstOrder(whose, query.data?.data ?? [])
  const rows = all.filter(({ id }) => !leaving.includes(id))
  const gone = all.filter(({ id }) => leaving.includes(id))
  const at = Math.max(0, Math.min(index, rows.length - 1))

  /** What `deed` decides is gone from the list while it is under way. */
  const leave = async (ids: string[], deed: () => Promise<unknown>) => {
    setAt(at)
    setLeaving((before) => [...before, ...ids])
    await deed().finally(() => setLeaving((before) => before.filter((id) => !ids.includes(id))))
  }
  const returnedAt = rows.findIndex(({ id }) => id === returned)
  useEffect(() => {
    if (returnedAt < 0) return
    setAt(returnedAt)
    setReturned(null)
  }, [returnedAt])
  return {
    rows,
    at,
    current: rows[at],
    next: rows[at + 1],
    total: (query.data?.total ?? 0) - gone.length,
    seconds: (query.data?.total_seconds ?? 0) - gone.reduce((sum, { duration_seconds }) => sum + duration_seconds, 0),
    snoozed: query.data?.snoozed ?? 0,
    loaded: query.data !== undefined,
    error: query.data ? null : query.error,
    retry: () => void query.refetch(),
    move: (by: number) => setAt(Math.max(0, Math.min(rows.length - 1, at + by))),
    pick: (row: Waiting) => setAt(rows.indexOf(row)),
    comeBack: (ids: string[]) => setReturned(ids[0] ?? null),
    leave,
  }
}

function useInFirstOrder(whose: Whose, fetched: Waiting[]): Waiting[] {
  const shown = useRef({ whose, places: new Map<string, number>() })
  if (shown.current.whose !== whose) shown.current = { whose, places: new Map() }
  const { places } = shown.current
  for (const { id } of fetched) if (!places.has(id)) places.set(id, places.size)
  return fetched.toSorted((a, b) => places.get(a.id)! - places.get(b.id)!)
}
