import { useState, type FormEvent } from 'react'
import { Button, TextField } from '../ui/controls.tsx'
import { Modal } from '../ui/Panel.tsx'
import { sayFailed } from '../ui/toasts.tsx'
import { decisions, useDeciding, type Aside, type Decision } from './quarantine.ts'

/** The decisions about entries that were kept aside; each asks for its reason. */
export function Deciding({ entries, done }: { entries: Aside[]; done: () => void }) {
  const [asked, setAsked] = useState<Decision | null>(null)
  const count = entries.length === 1 ? '' : ` ${entries.length}`
  const kinds = (Object.keys(decisions) as Decision[]).filter((kind) => isOpen[kind]?.(entries) ?? true)
  return (
    <>
      {kinds.map((kind) => (
        <Button key={kind} className="max-md:min-h-11" onClick={() => setAsked(kind)}>
          {decisions[kind].title}
          {count}…
        </Button>
      ))}
      {asked && <Reason decision={asked} entries={entries} done={done} onClose={() => setAsked(null)} />}
    </>
  )
}

const isOpen: Partial<Record<Decision, (entries: Aside[]) => boolean>> = {
  discard: (entries) => entries.some(({ discarded }) => !discarded),
  release_corrected: (entries) => entries.every(({ clock_seconds }) => clock_seconds !== null && clock_seconds !== 0),
}

type Props = { decision: Decision; entries: Aside[]; done: () => void; onClose: () => void }

export function Reason({ decision, entries, done, onClose }: Props) {
  const decide = useDeciding()
  const [reason, setReason] = useState('')
  const [fault, setFault] = useState<string | undefined>()
  const [busy, setBusy] = useState(false)
  const { title, does } = decisions[decision]
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (reason.trim().length < 3) return setFault('Say why, in three letters or more.')
    setBusy(true)
    await decide(
      decision,
      entries.map(({ id }) => id),
      reason.trim(),
    )
      .then((all) => {
        onClose()
        if (all) done()
      }, sayFailed)
      .finally(() => setBusy(false))
  }
  return (
    <Modal title={`${title}: ${entries.length === 1 ? 'one entry' : `${entries.length} entries`}`} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <p>{does}</p>
        <TextField
          label="Why"
          hint="Kept in the record of changes."
          autoFocus
          autoComplete="off"
          maxLength={500}
          value={reason}
          error={fault}
          onChange={(event) => setReason(event.target.value)}
        />
        <div className="flex flex-wrap justify-end gap-2 max-md:[&>button]:min-h-11 max-md:[&>button]:flex-1">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={busy}>
            {title}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
