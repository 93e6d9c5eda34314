/** A form over any record: fields by description, errors of the API at the field they name. */
import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { ProblemError } from '../data/client.ts'
import { Button } from '../ui/controls.tsx'
import { say } from '../ui/toasts.tsx'
import { Entry } from './Entry.tsx'
import type { Find } from './Lookup.tsx'
import type { Changes } from './resource.ts'

/** Records one searches among and names by id. */
export type Records = { kind: string; find: Find; nameOf: (id: string) => Promise<string> }
export type FieldSpec = {
  name: string
  label: string
  /** `words`: any number of them, one a line: for no word has a line break. With `options`, those that are on. */
  type?: 'text' | 'date' | 'email' | 'url' | 'words'
  required?: boolean
  options?: { value: string; label: string }[]
  /** A choice among any number of records: what is chosen is `shown`, or looked up by its id. */
  lookup?: Omit<Records, 'nameOf'> & { shown?: string | null | undefined; nameOf?: Records['nameOf'] }
  hint?: string
}
export type { Changes }
/** What to tell when it worked, and how to take it back. Null: it was told already. */
export type Saved = { text: string; undo?: () => Promise<unknown> } | null

type Props = {
  fields: FieldSpec[]
  values: Record<string, string | null | undefined>
  action: string
  /** Gets only what was changed, empty fields as null. */
  save: (changes: Changes) => Promise<Saved>
  /** The first part of the keys of what has to be read again. */
  refresh: string
  done?: () => void
  /** What is said, above the button, about what stands in the fields. */
  aside?: (entered: Changes) => ReactNode
}

export function RecordForm({ fields, values, action, save, refresh, done, aside }: Props) {
  const client = useQueryClient()
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const [busy, setBusy] = useState(false)
  const [entered, setEntered] = useState<Changes>({})
  const look = (event: FormEvent<HTMLFormElement>) =>
    aside && setEntered(changesIn(new FormData(event.currentTarget), fields, values))
  const reread = () =>
    Promise.all([refresh, 'lookup', 'reports'].map((key) => client.invalidateQueries({ queryKey: [key] })))
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const changes = changesIn(new FormData(event.currentTarget), fields, values)
    if (Object.keys(changes).length === 0) return done?.()
    setBusy(true)
    try {
      const saved = await save(changes)
      setProblem(null)
      const undo = saved?.undo
      if (saved) say(saved.text, undo ? () => undo().then(reread) : null)
      done?.()
      // not waited for: the next key is pressed before everything is read again
      void reread()
    } catch (error) {
      setProblem(error instanceof ProblemError ? error : new ProblemError(0, { detail: (error as Error).message }))
    } finally {
      setBusy(false)
    }
  }
  const errorOf = (name: string) => problem?.errors.find(({ pointer }) => isAt(pointer, name))?.message
  const unplaced = problem && !fields.some(({ name }) => errorOf(name))
  return (
    <form onSubmit={(event) => void submit(event)} onInput={look} onBlur={look} className="flex flex-col gap-3">
      {fields.map((field) => (
        <Entry key={field.name} field={field} value={values[field.name] ?? ''} error={errorOf(field.name)} />
      ))}
      {unplaced && (
        <p role="alert" className="text-danger">
          {problem.message}
          {problem.request_id && <span className="block text-meta text-text-2">Request {problem.request_id}</span>}
        </p>
      )}
      {aside?.(entered)}
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

/** `/value/amount` is the field value_amount; `/value` is shown at it too, and `/metadata/tier` at metadata.tier. */
export const isAt = (pointer: string, name: string) => {
  const path = pointer.slice(1).replaceAll('/', '_')
  const at = name.replaceAll('.', '_')
  return path === at || (path !== '' && at === `${path}_amount`) || path.startsWith(`${at}_`)
}
