import { X } from 'lucide-react'
import { useEffect, useId, useRef, type ReactNode } from 'react'
import { Button } from './controls.tsx'

/** A record beside its list. Esc closes it and gives the focus back. */
export function Peek({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
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
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
      className="fixed inset-y-0 right-0 z-30 flex w-full flex-col gap-4 overflow-y-auto border-l border-border bg-surface p-4 shadow-lg outline-none md:w-[30rem]"
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

type ModalProps = {
  title: string
  onClose: () => void
  /** Esc does not close it while something is under way. */
  busy?: boolean
  children: ReactNode
}
/** A dialog of the browser's own: it traps the focus, closes on Esc and gives the focus back. */
export function Modal({ title, onClose, busy = false, children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null
    dialog.current?.showModal()
    // the browser gives it back on Esc, but not where the dialog just goes away
    return () => before?.focus()
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onClose={onClose}
      onCancel={(event) => busy && event.preventDefault()}
      className="m-auto w-[28rem] max-w-[calc(100vw-2rem)] rounded-dialog border border-border bg-surface p-5 text-text"
    >
      <div className="flex flex-col gap-4">
        <h2 id={id} className="text-section font-semibold">
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  )
}

export const Facts = ({ facts }: { facts: [string, ReactNode][] }) => (
  <dl className="grid grid-cols-[8rem_1fr] gap-x-3 gap-y-2">
    {facts.map(([name, value]) => (
      <div key={name} className="contents">
        <dt className="text-text-3">{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)
