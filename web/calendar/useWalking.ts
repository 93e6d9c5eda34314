import { useEffect, useLayoutEffect, useState, type RefObject } from 'react'
import { keyOf, type Column } from './columns.ts'

/** From place to place by key, also to what is not drawn yet. `kept` has the focus, or is to get it, and so is drawn wherever it is. */
export function useWalking(scroller: RefObject<HTMLDivElement | null>, columns: readonly Column[]) {
  const [kept, setKept] = useState<{ key: string; take: boolean } | null>(null)
  useLayoutEffect(() => {
    if (kept?.take) scroller.current!.querySelector<HTMLElement>(`[data-place="${kept.key}"]`)?.focus()
  }, [kept, scroller])
  useEffect(() => {
    const box = scroller.current!
    const follow = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement) || target === box) return
      const key = target.dataset['place']
      setKept(key === undefined ? null : { key, take: false })
      // what has the focus is not under the names of the days
      target.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    }
    box.addEventListener('focusin', follow)
    return () => box.removeEventListener('focusin', follow)
  }, [scroller])
  const walk = (by: number) => {
    const all = columns.flatMap(({ day, places }) => places.map((place) => keyOf(day, place)))
    const at = all.indexOf((document.activeElement as HTMLElement | null)?.dataset['place'] ?? '')
    const next = all[at < 0 && by < 0 ? all.length - 1 : Math.min(Math.max(at + by, 0), all.length - 1)]
    if (next !== undefined) setKept({ key: next, take: true })
  }
  return { kept: kept?.key ?? null, walk }
}
