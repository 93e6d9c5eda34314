import { useState, type FormEvent, type ReactNode } from 'react'
import { Button, TextField } from './controls.tsx'
import { Modal } from './Panel.tsx'
import { sayFailed } from './toasts.tsx'

type Props = {
  title: string
  /** What it does, in a sentence or two. */
  children: ReactNode
  label?: string
  /** Who reads it. */
  hint: string
  longest?: number
  act: string
  /** It cannot be taken back. */
  final?: boolean
  /** What is wrong with a reason; undefined where it will do. */
  whyNot: (reason: string) => string | undefined
  decide: (reason: string) => Promise<void>
  onClose: () => void
}

/** A decision that says why. It closes once it was taken. */
export function AskReason({ title, children, hint, act, whyNot, decide, onClose, ...rest }: Props) {
  const { label = 'Why', longest = 500, final = false } = rest
  const [reason, setReason] = useState('')
  const [fault, setFault] = useState<string | undefined>()
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const wrong = whyNot(reason.trim())
    if (wrong !== undefined) return setFault(wrong)
    setBusy(true)
    await decide(reason.trim())
      .then(onClose, sayFailed)
      .finally(() => setBusy(false))
  }
  return (
    <Modal title={title} onClose={onClose} busy={busy}>
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <p>{children}</p>
        <TextField
          label={label}
          hint={hint}
          autoFocus
          autoComplete="off"
          maxLength={longest}
          value={reason}
          error={fault}
          onChange={(event) => setReason(event.target.value)}
        />
        <div className="flex flex-wrap justify-end gap-2 max-md:[&>button]:min-h-11 max-md:[&>button]:flex-1">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" className={final ? 'bg-danger' : ''} disabled={busy}>
            {act}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
