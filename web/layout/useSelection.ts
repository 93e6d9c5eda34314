import { useCallback, useMemo, useState } from 'react'

/** The rows that are marked. What is no longer loaded is not chosen: nobody changes what they do not see. */
export function useSelection<Row extends { id: string }>(rows: Row[]) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const toggle = useCallback((id: string) => setIds((before) => flipped(before, id)), [])
  const add = useCallback((more: string[]) => setIds((before) => new Set([...before, ...more])), [])
  const clear = useCallback(() => setIds(new Set()), [])
  const chosen = useMemo(() => rows.filter(({ id }) => ids.has(id)), [rows, ids])
  return { ids, toggle, add, clear, chosen }
}

function flipped(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return next
}
