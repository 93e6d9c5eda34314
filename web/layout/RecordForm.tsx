/** A form over any record: fields by description, errors of the API at the field they name. */
import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { ProblemError } from '../data/client.ts'
import { Button, SelectField, TextField } from '../ui/controls.tsx'
import { day } from '../ui/formats.tsx'
import { say } from '../ui/toasts.tsx'
import { Lookup, type Find, type Found } from './Lookup.tsx'
import type { Changes } from './resource.ts'

export type FieldSpec = {
  name: string
  label: string
  type?: 'text' | 'date' | 'email' | 'url'
  required?: boolean
  options?: { value: string; label: string }[]
  lookup?: { kind: string; find: Find; shown?: string | null | undefined }
  hint?: string
}
export type { Changes }
/** What to tell when it worked, and how to take it back. */
export type Saved = { text: string; undo?: () => Promise<unknown> }

type Props = {
  fields: FieldSpec[]
  values: Record<string, string | null | undefined>
  action: string
  /** Gets only what was changed, empty fields as null. */
  save: (changes: Changes) => Promise<Saved>
  /** The first part of the keys of what has to be read again. */
  refresh: string
  done?: () => void
}

export function RecordForm({ fields, values, action, save, refresh, done }: Props) {
  const client = useQueryClient()
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const [busy, setBusy] = useState(false)
  const reread = () =>
    Promise.all([refresh, 'lookup', 'reports'].map((key) => client.invalidateQueries({ queryKey: [key] })))
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const changes = changesIn(new FormData(event.currentTarget), fields, values)
    if (Object.keys(changes).length === 0) return done?.()
    setBusy(true)
    try {
      const { text, undo } = await save(changes)
      setProblem(null)
      say(text, undo ? () => undo().then(reread) : null)
      await reread()
      done?.()
    } catch (error) {
      setProblem(error instanceof ProblemError ? error : new ProblemError(0, { detail: (error as Error).message }))
    } finally {
      setBusy(false)
    }
  }
  const errorOf = (name: string) => problem?.errors.find(({ pointer }) => isAt(pointer, name))?.message
  const unplaced = problem && !fields.some(({ name }) => errorOf(name))
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
      {fields.map((field) => (
        <Entry key={field.name} field={field} value={values[field.name] ?? ''} error={errorOf(field.name)} />
      ))}
      {unplaced && (
        <p role="alert" className="text-danger">
          {problem.message}
          {problem.request_id && <span className="block text-meta text-text-2">Request {problem.request_id}</span>}
        </p>
      )}
      {problem?.status === 412 && <Button onClick={() => void reread()}>Show the current values</Button>}
      <Button type="submit" look="primary" disabled={busy}>
        {busy ? 'Saving…' : action}
      </Button>
    </form>
  )
}

function changesIn(form: FormData, fields: FieldSpec[], values: Props['values']): Changes {
  const entered = fields.map(({ name }): [string, string | null] => [name, String(form.get(name) ?? '').trim() || null])
  return Object.fromEntries(entered.filter(([name, value]) => value !== (values[name] || null)))
}

/** `/value/amount` is the field value_amount; `/value` is shown at it too. */
export const isAt = (pointer: string, name: string) => {
  const path = pointer.slice(1).replaceAll('/', '_')
  return path === name || (path !== '' && name === `${path}_amount`) || path.startsWith(`${name}_`)
}

/** `bare`: in a cell of a table, whose heading is the label; it takes the focus. */
type EntryProps = { field: FieldSpec; value: string; error: string | undefined; bare?: boolean }
export function Entry({ field, value, error, bare = false }: EntryProps) {
  const { name, label, type = 'text', required, options, lookup, hint } = field
  const inCell = bare ? { hideLabel: true, autoFocus: true } : {}
  const [chosen, setChosen] = useState<Found>({ value, label: lookup?.shown ?? '' })
  if (lookup) {
    const none = required ? [] : [{ value: '', label: 'None' }]
    const find: Find = async (text) => [...(text === '' ? none : []), ...(await lookup.find(text))]
    return (
      <>
        <input type="hidden" name={name} value={chosen.value} />
        <Lookup
          label={label}
          kind={`${lookup.kind}${required}`}
          find={find}
          shown={chosen.label}
          onChoose={setChosen}
          error={error}
          hint={hint}
        />
      </>
    )
  }
  if (options) {
    // the value stays chosen while its option is on its way, else saving would empty it
    const known = value === '' || options.some((option) => option.value === value)
    return (
      <SelectField
        label={label}
        name={name}
        defaultValue={value}
        error={error}
        {...inCell}
        {...(hint && !bare && { hint })}
        options={[
          ...(required ? [] : [{ value: '', label: '–' }]),
          ...(known ? [] : [{ value, label: 'As it is' }]),
          ...options,
        ]}
      />
    )
  }
  if (type === 'date' && !bare) return <DateField {...{ label, name, value, error, required }} />
  return (
    <TextField
      label={label}
      name={name}
      type={type}
      required={required}
      defaultValue={value}
      error={error}
      {...inCell}
      {...(hint && !bare && { hint })}
    />
  )
}

type DateProps = {
  label: string
  name: string
  value: string
  error: string | undefined
  required: boolean | undefined
}
/** The browser's own field is in the browser's format; below it the day stands as the person reads dates. */
function DateField({ label, name, value, error, required }: DateProps) {
  const [date, setDate] = useState(value)
  const read = /^(19|2[01])\d\d-/.test(date) ? day(date) : null
  return (
    <TextField
      label={label}
      name={name}
      type="date"
      required={required}
      value={date}
      error={error}
      onChange={(event) => setDate(event.target.value)}
      {...(read && { hint: read })}
    />
  )
}
