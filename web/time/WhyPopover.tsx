import { useEffect, useId, useRef, useState, type SyntheticEvent } from 'react'
import type { Entry } from './calls.ts'
import { Why } from './parts.tsx'

const stop = (event: SyntheticEvent) => event.stopPropagation()

/** The trace of an automatic choice, one click away; a popover of the browser's own, closed by Esc or a click elsewhere. */
export function WhyPopover({ entry }: { entry: Entry }) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const [place, setPlace] = useState<{ top: number; left: number } | null>(null)
  const shown = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!place) return
    const close = () => shown.current?.hidePopover()
    window.addEventListener('scroll', close, { once: true, capture: true })
    return () => window.removeEventListener('scroll', close, { capture: true })
  }, [place])
  const onToggle = (event: React.ToggleEvent<HTMLDivElement>) => {
    if (event.newState !== 'open') return setPlace(null)
    const box = button.current!.getBoundingClientRect()
    const { offsetWidth: width } = shown.current!
    const top = Math.min(box.bottom + 4, window.innerHeight - 160)
    // below its button, on the side with room for it, and within the screen
    const fits = box.left + width + 16 <= window.innerWidth
    setPlace({ top, left: Math.max(16, fits ? box.left : box.right - width) })
  }
  return (
    <span onClick={stop}>
      <button
        ref={button}
        type="button"
        popoverTarget={id}
        className="min-h-6 rounded-input px-1 text-accent-text underline"
      >
        Why?
      </button>
      <div
        ref={shown}
        id={id}
        popover="auto"
        role="dialog"
        aria-label="Why it is there"
        onToggle={onToggle}
        style={{ margin: 0, top: 'auto', right: 'auto', bottom: 'auto', left: 'auto', ...place }}
        className="w-80 max-w-[calc(100vw-2rem)] rounded-card border border-border bg-surface p-3 text-body whitespace-normal text-text shadow-lg"
      >
        {place && <Why mapping={entry.mapping} quarantine_reason={entry.quarantine_reason} locked={entry.locked} />}
      </div>
    </span>
  )
}
