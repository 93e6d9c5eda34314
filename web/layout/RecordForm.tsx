/** A form over any record: fields by description, errors of the API at the field they name. */
import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { ProblemError } from '../data/client.ts'
import { Button, SelectField, TextField } from '../ui/controls.tsx'

export type FieldSpec = {
  name: string
  label: string
  type?: 'text' | 'date' | 'email' | 'url'
  required?: boolean
  options?: { value: string; label: string }[]
  hint?: string
}

type Props = {
  fields: FieldSpec[]
  values: Record<string, string | null | undefined>
  action: string
  /** Gets only what was changed, empty fields as null. */
  save: (changes: Record<string, string | null>) => Promise<unknown>
  refresh: string
  done?: () => void
}

export function RecordForm({ fields, values, action, save, refresh, done }: Props) {
  const client = useQueryClient()
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const entered = Object.fromEntries(fields.map(({ name }) => [name, String(form.get(name) ?? '').trim() || null]))
    const changes = Object.fromEntries(
      Object.entries(entered).filter(([name, value]) => value !== (values[name] || null)),
    )
    if (Object.keys(changes).length === 0) return done?.()
    setBusy(true)
    try {
      await save(changes)
      setProblem(null)
      await client.invalidateQueries({ queryKey: [refresh] })
      done?.()
    } catch (error) {
      setProblem(
        error instanceof ProblemError
          ? error
          : new ProblemError(0, { detail: 'The server cannot be reached. Nothing was lost; try again.' }),
      )
    } finally {
      setBusy(false)
    }
  }
  const errorOf = (name: string) => problem?.errors.find(({ pointer }) => pointer.split('/')[1] === name)?.message
  const unplaced =
    problem && !problem.errors.some(({ pointer }) => fields.some(({ name }) => pointer.split('/')[1] === name))
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
      {fields.map(({ name, label, type = 'text', required, options, hint }) =>
        options ? (
          <SelectField
            key={name}
            label={label}
            name={name}
            defaultValue={values[name] ?? ''}
            error={errorOf(name)}
            options={required ? options : [{ value: '', label: '–' }, ...options]}
          />
        ) : (
          <TextField
            key={name}
            label={label}
            name={name}
            type={type}
            required={required}
            defaultValue={values[name] ?? ''}
            error={errorOf(name)}
            {...(hint && { hint })}
          />
        ),
      )}
      {unplaced && (
        <p role="alert" className="text-danger">
          {problem.message}
        </p>
      )}
      <Button type="submit" look="primary" disabled={busy}>
        {busy ? 'Saving…' : action}
      </Button>
    </form>
  )
}
