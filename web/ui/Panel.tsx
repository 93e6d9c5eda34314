import { X } from 'lucide-react'
import { useEffect, useId, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { Button } from './controls.tsx'

type PeekProps = { title: string; onClose: () => void; onOpen?: (() => void) | undefined; children: ReactNode }
/** A record beside its list. Enter opens its page, where it has one; Esc closes it and gives the focus back. */
export function Peek({ title, onClose, onOpen, children }: PeekProps) {
  const panel = useRef<HTMLElement>(null)
  const id = useId()
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null
    panel.current?.focus()
    return () => before?.focus()
  }, [])
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-labelledby={id}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
        if (event.key === 'Enter' && event.target === panel.current) onOpen?.()
      }}
      className="fixed inset-y-0 right-0 z-30 flex w-full flex-col gap-4 overflow-y-auto border-l border-border bg-surface p-4 shadow-lg outline-none max-md:pb-[calc(4rem+var(--toasts,0px))] md:w-[30rem]"
    >
      <div className="flex items-start justify-between gap-2">
        <h2 id={id} className="text-section font-semibold">
          {title}
        </h2>
        <Button look="quiet" aria-label="Close" onClick={onClose}>
          <X size={16} aria-hidden />
        </Button>
      </div>
      {children}
    </aside>
  )
}

const focusable = ':is(input, select, textarea, button):not(:disabled, [type="hidden"]), a[href], [tabindex="0"]'

/** To what had it; where that is gone, to the name of the page. */
function giveBack(before: Element | null): void {
  const last = before?.isConnected && before !== document.body ? before : document.querySelector('h1')
  if (last instanceof HTMLElement) last.focus({ preventScroll: true })
}

type ModalProps = {
  title: string
  onClose: () => void
  /** It cannot be left while something is under way. */
  busy?: boolean
  children: ReactNode
}
/** A dialog of the browser's own: it traps the focus, closes on Esc and gives the focus back, also where it is taken away unclosed. */
export function Modal({ title, onClose, busy = false, children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  const before = useRef<Element | null>(null)
  // what asks for the focus is drawn once the dialog is open: in a closed one nothing can have it
  const [isOpen, setOpen] = useState(false)
  useLayoutEffect(() => {
    before.current ??= document.activeElement
    const shown = dialog.current
    shown?.showModal()
    setOpen(true)
    // before what comes next opens: that remembers where the focus is
    return () => {
      shown?.close()
      giveBack(before.current)
    }
  }, [])
  useLayoutEffect(() => {
    if (document.activeElement === dialog.current) dialog.current?.querySelector<HTMLElement>(focusable)?.focus()
  }, [isOpen])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onClose={onClose}
      onCancel={(event) => busy && event.preventDefault()}
      className="m-auto w-[28rem] max-w-[calc(100vw-2rem)] rounded-dialog border border-border bg-surface p-5 text-text"
    >
      <div className="flex flex-col gap-4">
        <h2 id={id} className="pr-8 text-section font-semibold wrap-anywhere">
          {title}
        </h2>
        {isOpen && children}
      </div>
      {isOpen && (
        // the way out for a finger, which has no Esc; last, so that the keys meet first what the dialog is about
        <Button
          look="quiet"
          aria-label="Back to the page"
          className="absolute top-3 right-3 px-0"
          disabled={busy}
          onClick={() => dialog.current?.close()}
        >
          <X size={16} aria-hidden />
        </Button>
      )}
    </dialog>
  )
}

export const Facts = ({ facts }: { facts: [string, ReactNode][] }) => (
  <dl className="grid grid-cols-[minmax(5rem,8rem)_1fr] gap-x-3 gap-y-2">
    {facts.map(([name, value]) => (
      <div key={name} className="contents">
        <dt className="text-text-3">{name}</dt>
        <dd className="min-w-0 wrap-anywhere">{value}</dd>
      </div>
    ))}
  </dl>
)
