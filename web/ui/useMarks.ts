import { useRef, useState, type KeyboardEvent } from 'react'

/** Marks of a chart are one stop for the keyboard: arrows go from one to the next, and the one that is looked at is told. */
export function useMarks(count: number, first: number) {
  const [chosen, setAt] = useState(first)
  const box = useRef<HTMLDivElement & HTMLUListElement>(null)
  const at = Math.min(chosen, count - 1)
  const onKeyDown = (event: KeyboardEvent) => {
    const { key, ctrlKey, metaKey, altKey } = event
    const next = {
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      Home: 0,
      End: count - 1,
    }[key]
    if (next === undefined || ctrlKey || metaKey || altKey) return
    event.preventDefault()
    const place = Math.max(0, Math.min(count - 1, next))
    box.current?.querySelector<HTMLElement>(`[data-mark="${place}"]`)?.focus()
  }
  const mark = (place: number) => ({
    'data-mark': place,
    tabIndex: place === at ? 0 : -1,
    onFocus: () => setAt(place),
    onMouseEnter: () => setAt(place),
  })
  return { at, box, onKeyDown, mark }
}
