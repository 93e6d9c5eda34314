import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, type FormEvent } from 'react'
import {
  takesMore,
  termInWords,
  termLimits,
  type DataClass,
  type RetentionTerm as Term,
} from '../../domain/retention.ts'
import { api } from '../data/client.ts'
import { History } from '../layout/History.tsx'
import { Button, SelectField, TextField } from '../ui/controls.tsx'
import { Modal } from '../ui/Panel.tsx'
import { ErrorNote } from '../ui/states.tsx'
import { say } from '../ui/toasts.tsx'
import { Card } from './parts.tsx'
import { Due, lossInWords } from './RetentionDue.tsx'

export const classWords: Record<DataClass, { title: string; goes: string }> = {
  evidence: {
    title: 'Titles, web addresses and apps',
    goes: 'They go; the entries and their hours stay, and so does where they were placed.',
  },
  time_entries: {
    title: 'Time entries',
    goes: 'Whole months go. How many hours each person worked on what each day stays, so reports and week sheets of old days still agree.',
  },
  ledger: {
    title: 'What the ledger says of recorded time',
    goes: 'That something was changed, when and by whom stays, and the seal holds; what it was goes.',
  },
}

type Wanted = { keep: number | null; also_approved: boolean }

export function RetentionTerm({ term }: { term: Term }) {
  const { title, goes } = classWords[term.class]
  const { unit, least, most } = termLimits[term.class]
  const [limited, setLimited] = useState(term.keep !== null)
  const [typed, setTyped] = useState(String(term.keep ?? ''))
  const [also_approved, setAlso] = useState(term.also_approved)
  const [asking, setAsking] = useState<Wanted | null>(null)
  const keep = limited ? Number(typed) : null
  const fits = keep === null || (Number.isInteger(keep) && keep >= least && keep <= most)
  const wanted = { keep, also_approved: limited && also_approved }
  const same = wanted.keep === term.keep && wanted.also_approved === term.also_approved
  const save = useSave(term)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (same || !fits) return
    if (takesMore(term, wanted)) setAsking(wanted)
    else save.mutate(wanted)
  }
  return (
    <Card title={title}>
      <p className="text-text-2">{goes}</p>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <div className="grid gap-3 sm:grid-cols-2">
          <SelectField
            label="Kept"
            value={limited ? 'limited' : 'for_good'}
            onChange={(event) => setLimited(event.target.value === 'limited')}
            options={[
              { value: 'for_good', label: 'For good' },
              { value: 'limited', label: `For so many ${unit}` },
            ]}
          />
          {limited && (
            <TextField
              label={unit === 'days' ? 'Days' : 'Months'}
              inputMode="numeric"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              hint={`${least} to ${most}`}
              error={fits || typed === '' ? undefined : `Keep it for ${least} to ${most} ${unit}.`}
            />
          )}
        </div>
        {limited && term.class === 'time_entries' && (
          <label className="flex min-h-(--control) items-center gap-2">
            <input
              type="checkbox"
              className="size-4 accent-(--color-accent)"
              checked={also_approved}
              onChange={(event) => setAlso(event.target.checked)}
            />
            Months with approved weeks go too
          </label>
        )}
        <Live of={term} wanted={same ? null : wanted} fits={fits && typed !== ''} />
        {save.error && <ErrorNote error={save.error} />}
        <Button
          type="submit"
          look="primary"
          className="self-start"
          disabled={same || !fits || (limited && typed === '')}
        >
          Save
        </Button>
      </form>
      <History id={term.id} />
      {asking && <Question term={term} wanted={asking} close={() => setAsking(null)} />}
    </Card>
  )
}

function useSave(term: Term, done: () => void = () => {}) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Wanted) => api.put('/retention/{id}', { params: { id: term.id }, body, version: term.version }),
    onSuccess: async ({ keep }) => {
      done()
      say(keep === null ? 'Kept for good.' : `Kept for ${termInWords(term.class, keep)}.`)
      await client.invalidateQueries()
    },
  })
}

const dueOf = (of: DataClass, { keep, also_approved }: Wanted) => ({
  queryKey: ['retention', 'due', of, keep, also_approved],
  queryFn: () => api.get('/retention/due', { query: { class: of, keep: keep!, also_approved } }),
})

/** As it is set, or as it would be, while it is typed. */
function Live({ of, wanted, fits }: { of: Term; wanted: Wanted | null; fits: boolean }) {
  const settled = useSettled(wanted)
  const asks = settled !== null && settled.keep !== null && fits
  const { data, error } = useQuery({
    ...dueOf(of.class, settled ?? of),
    enabled: asks,
    placeholderData: keepPreviousData,
  })
  if (error) return <ErrorNote error={error} />
  if (wanted === null) return <Due of={of.class} due={of.due} would={false} />
  if (wanted.keep === null) return <p role="status">Nothing more is removed.</p>
  return asks && data ? <Due of={of.class} due={data} would /> : <p role="status">Counting what would go.</p>
}

/** What is typed, once nothing was for a moment. */
function useSettled(wanted: Wanted | null): Wanted | null {
  const [settled, setSettled] = useState(wanted)
  const key = JSON.stringify(wanted)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(key) as Wanted | null), 400)
    return () => clearTimeout(timer)
  }, [key])
  return settled
}

/** What cannot be taken back is asked for, with how much it is. */
function Question({ term, wanted, close }: { term: Term; wanted: Wanted; close: () => void }) {
  const counted = useQuery({ ...dueOf(term.class, wanted), gcTime: 0 })
  const save = useSave(term, close)
  const error = save.error ?? counted.error
  return (
    <Modal title={`Remove what is older than ${termInWords(term.class, wanted.keep!)}`} onClose={close}>
      <p role="status">{counted.data ? lossInWords(term.class, counted.data) : 'Counting what would go.'}</p>
      <p>
        {classWords[term.class].goes} It does not come back. The people concerned are told now, on My data and by mail.
      </p>
      {error && <ErrorNote error={error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={close}>Cancel</Button>
        <Button className="text-danger" disabled={!counted.data || save.isPending} onClick={() => save.mutate(wanted)}>
          Remove what is older
        </Button>
      </div>
    </Modal>
  )
}
