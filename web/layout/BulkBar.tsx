/** What can be done to the selected records at once. What would happen is said first, by the server itself. */
import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { BulkResult } from '../../domain/bulk.ts'
import { Button, SelectField } from '../ui/controls.tsx'
import { Modal } from '../ui/Panel.tsx'
import { ErrorNote } from '../ui/states.tsx'
import { say } from '../ui/toasts.tsx'
import { inBulk, isDone, ordersBack, reasonsIn, type Deed } from './bulk.ts'
import { Entry } from './Entry.tsx'
import type { Recorded, Resource } from './resource.ts'

type Row = Recorded & { deleted_at: string | null }
type Props<R extends Row> = { resource: Resource<R>; rows: R[]; clear: () => void }
type Asking = 'change' | 'delete' | 'restore'
const past = { change: 'changed', delete: 'deleted', restore: 'restored' } as const
const verbs = { change: 'Change', delete: 'Delete', restore: 'Restore' } as const

const countOf = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`

export function BulkBar<R extends Row>({ resource, rows, clear }: Props<R>) {
  const [asking, setAsking] = useState<Asking | null>(null)
  const inBin = rows.every(({ deleted_at }) => deleted_at !== null)
  return (
    <>
      {(inBin ? (['restore'] as const) : (['change', 'delete'] as const)).map((deed) => (
        <Button key={deed} onClick={() => setAsking(deed)}>
          {verbs[deed]}…
        </Button>
      ))}
      {asking && <BulkDialog {...{ resource, rows, asking }} close={() => setAsking(null)} clear={clear} />}
    </>
  )
}

type DialogProps<R extends Row> = Props<R> & { asking: Asking; close: () => void }

/** Chosen, tried, done: each step says how many, and why not the others. */
function BulkDialog<R extends Row>({ resource, rows, asking, close, clear }: DialogProps<R>) {
  const client = useQueryClient()
  const [deed, setDeed] = useState<Deed | null>(null)
  const [results, setResults] = useState<BulkResult[] | null>(null)
  const [finished, setFinished] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const [busy, setBusy] = useState(false)
  const ids = rows.map(({ id }) => id)
  const reread = () => client.invalidateQueries({ queryKey: [resource.key] })
  const step = async (work: () => Promise<void>) => {
    setBusy(true)
    setError(null)
    await work().catch(setError)
    setBusy(false)
  }
  const preview = (wanted: Deed) =>
    step(async () => {
      setResults(await inBulk(resource, { ...wanted, ids, dry_run: true }))
      setDeed(wanted)
    })
  const run = (wanted: Deed) =>
    step(async () => {
      const answer = await inBulk(resource, { ...wanted, ids })
      const back = ordersBack(resource, rows, wanted, answer)
      const undo = async () => {
        for (const order of back) await inBulk(resource, order)
        await reread()
      }
      say(`${countOf(answer.filter(isDone).length, resource.noun)} ${past[asking]}.`, back.length > 0 ? undo : null)
      setResults(answer)
      setFinished(true)
      await reread()
      if (answer.every(isDone)) leave()
    })
  const leave = () => {
    close()
    if (finished || results?.every(isDone)) clear()
  }
  const doable = results?.filter(isDone).length ?? 0
  return (
    <Modal title={`${verbs[asking]} ${countOf(rows.length, resource.noun)}`} onClose={leave}>
      {error && <ErrorNote error={error} />}
      {!results && asking === 'change' && (
        <Choose resource={resource} busy={busy} onChoose={(wanted) => void preview(wanted)} />
      )}
      {!results && asking !== 'change' && (
        <Button
          look="primary"
          autoFocus
          disabled={busy}
          onClick={() => void preview(asking === 'delete' ? { delete: true } : { restore: true })}
        >
          See what would happen
        </Button>
      )}
      {results && (
        <div role="status">
          <p>
            {countOf(doable, resource.noun)} {finished ? (doable === 1 ? 'was' : 'were') : 'will be'} {past[asking]}
            {doable < results.length && `, ${results.length - doable} not:`}
          </p>
          <ul className="list-disc pl-5 text-text-2">
            {reasonsIn(results).map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </div>
      )}
      {deed && !finished && doable > 0 && (
        <Button look="primary" autoFocus disabled={busy} onClick={() => void run(deed)}>
          {verbs[asking]} {countOf(doable, resource.noun)}
        </Button>
      )}
      {results && (finished || doable === 0) && (
        <Button autoFocus onClick={leave}>
          Close
        </Button>
      )}
    </Modal>
  )
}

type ChooseProps<R extends Row> = { resource: Resource<R>; busy: boolean; onChoose: (deed: Deed) => void }
function Choose<R extends Row>({ resource, busy, onChoose }: ChooseProps<R>) {
  const fields = resource.fields.filter(
    ({ name }) => resource.bulk!.fields.includes(name) || name.startsWith('metadata.'),
  )
  const [name, setName] = useState(fields[0]!.name)
  const field = fields.find((one) => one.name === name)!
  const choose = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const value = String(new FormData(event.currentTarget).get(name) ?? '').trim() || null
    onChoose({ change: { [name]: value } })
  }
  return (
    <form onSubmit={choose} className="flex flex-col gap-3">
      <SelectField
        label="What to change"
        value={name}
        onChange={(event) => setName(event.target.value)}
        options={fields.map((one) => ({ value: one.name, label: one.label }))}
      />
      <Entry key={name} field={field} value="" error={undefined} />
      <Button type="submit" look="primary" disabled={busy}>
        See what would happen
      </Button>
    </form>
  )
}
