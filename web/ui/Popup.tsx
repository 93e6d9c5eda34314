import { clsx } from 'clsx'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { Button } from './controls.tsx'

type Props = {
  /** What the button says. */
  label: ReactNode
  /** What a screen reader calls the panel. */
  title: string
  /** Opened from elsewhere too: by a key, or because it was just added. */
  open: boolean
  onOpen: (open: boolean) => void
  look?: 'plain' | 'quiet'
  /** Which edge of the button it keeps to. */
  edge?: 'left' | 'right'
  children: ReactNode
}

/** A small panel under its button; at the bottom of a phone. Esc closes it and gives the focus back, a click elsewhere closes it. */
export function Popup({ label, title, open, onOpen, look = 'plain', edge = 'left', children }: Props) {
  const whole = useRef<HTMLDivElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const close = useRef(onOpen)
  close.current = onOpen
  useEffect(() => {
    if (!open) return
    panel.current?.querySelector<HTMLElement>('input, select, button, [tabindex]')?.focus()
    const elsewhere = ({ target }: Event) => whole.current?.contains(target as Node) || close.current(false)
    document.addEventListener('pointerdown', elsewhere)
    return () => document.removeEventListener('pointerdown', elsewhere)
  }, [open])
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return
    event.preventDefault()
    event.stopPropagation()
    onOpen(false)
    whole.current?.querySelector('button')?.focus()
  }
  return (
    <div ref={whole} className="relative" onKeyDown={onKeyDown}>
      <Button look={look} aria-haspopup="dialog" aria-expanded={open} onClick={() => onOpen(!open)}>
        {label}
      </Button>
      {open && (
        <div
          ref={panel}
          role="dialog"
          aria-label={title}
          className={clsx(
            edge === 'left' ? 'left-0' : 'right-0',
            'absolute top-full z-40 mt-1 max-h-96 w-72 overflow-y-auto rounded-card border border-border bg-surface p-3 shadow-lg max-md:fixed max-md:inset-x-0 max-md:top-auto max-md:bottom-0 max-md:w-auto max-md:rounded-b-none max-md:pb-6',
          )}
        >
          {children}
        </div>
      )}
    </div>
  )
}

/** The same with its own state, for what only its button opens. */
export function PopupButton(props: Omit<Props, 'open' | 'onOpen'>) {
  const [open, setOpen] = useState(false)
  return <Popup {...props} open={open} onOpen={setOpen} />
}
