/** Time entered by hand: which day, when or how long, on what. Errors stand at the field they are about. */
import { useState, type FormEvent } from 'react'
import type { Span } from '../../domain/spans.ts'
import { ProblemError } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { Lookup, type Find, type Found } from '../layout/Lookup.tsx'
import { internal, targetOf } from '../time/entries.ts'
import { findTargets } from '../time/TargetPicker.tsx'
import { findOpenTasks } from '../time/TaskPicker.tsx'
import { Button, TextField } from '../ui/controls.tsx'
import { useTimes, type HandEntry } from './calls.ts'
import { faultsOf, useTimeFields, TimeFields } from './TimeFields.tsx'
import { typedFor } from './typed.ts'

const findPlaces: Find = async (text) => {
  const fits = internal.label.toLowerCase().includes(text.toLowerCase())
  return [...(await findTargets(text)), ...(fits ? [internal] : [])]
}

type Props = { day: string; span?: Span | undefined; done: () => void }

export default function EntryForm({ day, span, done }: Props) {
  const me = useMe()
  const { create } = useTimes()
  const given = span ? typedFor(span, me.zone) : { day, text: '' }
  const fields = useTimeFields(given, me.zone)
  const [place, setPlace] = useState<Found | null>(null)
  const [task, setTask] = useState<Found | null>(null)
  const [title, setTitle] = useState('')
  const [chosen, setBillable] = useState<boolean | null>(null)
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const [busy, setBusy] = useState(false)
  const isInternal = place?.value === internal.value && !task
  const billable = chosen ?? !isInternal
  const faults = faultsOf(problem)

  const keep = async (changes: Partial<HandEntry> = {}) => {
    const read = fields.read()
    if (!read) return
    setBusy(true)
    setProblem(null)
    const when =
      'seconds' in read
        ? { day: fields.day, duration_seconds: read.seconds }
        : { start_time: new Date(read.span.start_ms).toISOString(), end_time: new Date(read.span.end_ms).toISOString() }
    const target = { ...(place && targetOf(place.value)), ...(task && { task_id: task.value }) }
    const said = { ...(title.trim() && { title: title.trim() }), ...(chosen !== null && { billable: chosen }) }
    try {
      await create({ ...when, ...((place ?? task) && { place: target }), ...said, ...changes })
      done()
    } catch (error) {
      setProblem(error instanceof ProblemError ? error : new ProblemError(0, { detail: (error as Error).message }))
    } finally {
      setBusy(false)
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!busy) void keep()
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <TimeFields fields={fields} faults={faults} zone={me.zone} />
      <Lookup
        label="Deal or account"
        kind="hand entry places"
        find={findPlaces}
        shown={place?.label}
        hint="Empty: it finds its place like what arrives."
        error={faults.place}
        onChoose={setPlace}
      />
      {me.can('tasks:read') && (
        <Lookup
          label="Task"
          kind="open tasks"
          find={findOpenTasks}
          shown={task?.label}
          error={faults.task}
          onChoose={setTask}
        />
      )}
      <TextField
        label="Title"
        hint="What it was. Only you see it, until you release it."
        autoComplete="off"
        maxLength={2_000}
        value={title}
        error={faults.title}
        onChange={(event) => setTitle(event.target.value)}
      />
      <label className="flex min-h-(--control) items-center gap-2">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={billable}
          onChange={(event) => setBillable(event.target.checked)}
        />
        Billable
      </label>
      {faults.other && (
        <p role="alert" className="text-danger">
          {faults.other}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2 max-md:[&>button]:flex-1">
        {problem?.code === 'overlaps' && billable && (
          <Button disabled={busy} onClick={() => void keep({ billable: false })}>
            Keep as not billable
          </Button>
        )}
        <Button type="submit" look="primary" disabled={busy}>
          Create time entry
        </Button>
      </div>
    </form>
  )
}
