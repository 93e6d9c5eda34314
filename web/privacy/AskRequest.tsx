import { useState, type FormEvent } from 'react'
import type { PrivacyRequestInput } from '../../domain/privacy-requests.ts'
import type { ProblemError } from '../data/client.ts'
import type { Entry } from '../time/calls.ts'
import { Button, SelectField, TextField } from '../ui/controls.tsx'
import { today, When } from '../ui/formats.tsx'
import { Modal } from '../ui/Panel.tsx'
import { sayFailed } from '../ui/toasts.tsx'
import { useRequests } from './requests.ts'

type Kind = PrivacyRequestInput['kind']
const kinds = [
  { value: 'correction', label: 'Correct it' },
  { value: 'erasure', label: 'Erase it' },
]
const matters = [
  { value: 'days', label: 'What was recorded on these days' },
  { value: 'evidence', label: 'All titles, addresses and apps' },
]
const gone = 'Time in open weeks goes for good, for its deal as well.'
const kept = 'Approved weeks and closed periods stay as hours, without title, address and app.'
/** What asking leads to, before it is asked. */
const leadsTo = (kind: Kind, all: boolean) => {
  if (kind === 'correction') return 'Somebody with the right to it looks at it, puts it right and tells you.'
  return all
    ? 'All hours stay where they are; what they were called goes for good, for you as well.'
    : `${gone} ${kept}`
}

/** `entry`: the one it is about; else days, or all titles. */
export function AskRequest({ entry, onClose }: { entry?: Entry; onClose: () => void }) {
  const { ask } = useRequests()
  const [kind, setKind] = useState<Kind>(entry ? 'erasure' : 'correction')
  const [about, setAbout] = useState('days')
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const [busy, setBusy] = useState(false)
  const all = !entry && kind === 'erasure' && about === 'evidence'
  const faultAt = (pointer: string) => problem?.errors.find((one) => one.pointer === pointer)?.message
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const days = { date_from: String(form.get('date_from')), date_to: String(form.get('date_to')) }
    const matter = entry
      ? { about: 'entry' as const, entry_id: entry.id }
      : all
        ? { about: 'evidence' as const }
        : { about: 'days' as const, ...days }
    setBusy(true)
    void ask({ kind, ...matter, reason: String(form.get('reason')) })
      .then(onClose, (fault: ProblemError) => (fault.errors?.length > 0 ? setProblem(fault) : sayFailed(fault)))
      .finally(() => setBusy(false))
  }
  return (
    <Modal title="Ask for a correction or an erasure" onClose={onClose} busy={busy}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {entry && (
          <p>
            The entry from <When instant={entry.start_time} /> to <When instant={entry.end_time} timeOnly />
            {entry.deal_name && ` for ${entry.deal_name}`}.
          </p>
        )}
        <SelectField
          label="What should happen"
          options={kinds}
          value={kind}
          onChange={(event) => setKind(event.target.value as Kind)}
        />
        {!entry && kind === 'erasure' && (
          <SelectField
            label="Of what"
            options={matters}
            value={about}
            onChange={(event) => setAbout(event.target.value)}
          />
        )}
        {!entry && !all && (
          <div className="grid grid-cols-2 gap-2">
            <TextField
              label="From"
              name="date_from"
              type="date"
              required
              max={today()}
              defaultValue={today()}
              error={faultAt('/date_from')}
            />
            <TextField
              label="To"
              name="date_to"
              type="date"
              required
              max={today()}
              defaultValue={today()}
              error={faultAt('/date_to')}
            />
          </div>
        )}
        <TextField
          label={kind === 'correction' ? 'What is wrong, and what is right' : 'Why'}
          name="reason"
          required
          maxLength={1_000}
          autoComplete="off"
          hint="Only you and whoever answers read it."
          error={faultAt('/reason') ?? faultAt('/entry_id')}
        />
        <p className="text-text-2">{leadsTo(kind, all)}</p>
        <div className="flex flex-wrap justify-end gap-2 max-md:[&>button]:min-h-11 max-md:[&>button]:flex-1">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={busy}>
            Ask
          </Button>
        </div>
      </form>
    </Modal>
  )
}
