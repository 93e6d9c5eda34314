import { useCallback, useMemo, useState } from 'react'

const none: ReadonlySet<string> = new Set()

/**
 * The rows that are marked, or everything the filter finds (`question`). Of marked rows one that is no longer loaded is not
 * chosen: nobody changes what they do not see. Another filter ends "everything".
 */
export function useSelection<Row extends { id: string }>(rows: Row[], question: string) {
  const [marked, setMarked] = useState(none)
  const [everythingOf, setEverythingOf] = useState<string | null>(null)
  const everything = everythingOf === question
  const loaded = useMemo(() => new Set(rows.map(({ id }) => id)), [rows])
  const ids = everything ? loaded : marked
  const toggle = useCallback(
    (id: string) => {
      setMarked(flipped(ids, id))
      setEverythingOf(null)
    },
    [ids],
  )
  const add = useCallback((more: string[]) => setMarked((before) => new Set([...before, ...more])), [])
  const clear = useCallback(() => {
    setMarked(none)
    setEverythingOf(null)
  }, [])
  const takeEverything = useCallback(() => {
    setMarked(none)
    setEverythingOf(question)
  }, [question])
  const chosen = useMemo(() => rows.filter(({ id }) => ids.has(id)), [rows, ids])
  return { ids, toggle, add, clear, chosen, everything, takeEverything }
}
export type Selecting<Row extends { id: string }> = ReturnType<typeof useSelection<Row>>

function flipped(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return next
}
