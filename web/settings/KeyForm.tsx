import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { keyScopes } from '../../domain/permissions.ts'
import { api, type ProblemError } from '../data/client.ts'
import { Button, TextField } from '../ui/controls.tsx'
import { Secret } from './parts.tsx'
import { rightInWords } from './rights.ts'

/** What is left empty has no limit; the key itself is shown once. */
export function KeyForm({ close }: { close: () => void }) {
  const client = useQueryClient()
  const [made, setMade] = useState<string | null>(null)
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    try {
      const { key } = await api.post('/api-keys', { body: bodyOf(new FormData(event.currentTarget)) })
      setMade(key)
      await client.invalidateQueries({ queryKey: ['api-keys'] })
    } catch (error) {
      setProblem(error as ProblemError)
    }
  }
  const errorOf = (name: string) => problem?.errors.find(({ pointer }) => pointer.startsWith(`/${name}`))?.message
  if (made)
    return (
      <>
        <p>Copy the key now: it is not shown again.</p>
        <Secret label="API key" text={made} />
        <Button look="primary" onClick={close}>
          Done
        </Button>
      </>
    )
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
      <TextField label="Name" name="name" required maxLength={100} error={errorOf('name')} />
      <fieldset className="flex flex-col gap-1">
        <legend className="text-meta font-medium text-text-2">What it may do</legend>
        <div className="grid gap-x-3 sm:grid-cols-2">
          {keyScopes.map((scope) => (
            <label key={scope} className="flex min-h-9 items-center gap-2">
              <input
                type="checkbox"
                name="scopes"
                value={scope}
                defaultChecked={scope === 'time:ingest'}
                className="size-4 accent-accent"
              />
              <span>
                {rightInWords[scope]}
                <code className="block text-meta text-text-3">{scope}</code>
              </span>
            </label>
          ))}
        </div>
        {errorOf('scopes') && <p className="text-meta text-danger">{errorOf('scopes')}</p>}
      </fieldset>
      <TextField label="Expires" name="expires_at" type="date" error={errorOf('expires_at')} />
      <TextField
        label="Only from these addresses"
        name="allowed_addresses"
        hint="Separated by spaces, like 10.0.0.0/8 192.168.1.5"
        error={errorOf('allowed_addresses')}
      />
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label="Requests a minute"
          name="per_minute"
          type="number"
          min={1}
          placeholder="6000"
          error={errorOf('per_minute')}
        />
        <TextField
          label="Requests a day"
          name="per_day"
          type="number"
          min={1}
          placeholder="no quota"
          error={errorOf('per_day')}
        />
      </div>
      {problem && problem.errors.length === 0 && (
        <p role="alert" className="text-danger">
          {problem.message}
        </p>
      )}
      <Button type="submit" look="primary">
        Create API key
      </Button>
    </form>
  )
}

function bodyOf(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const day = text('expires_at')
  const addresses = text('allowed_addresses')
    .split(/[\s,]+/)
    .filter(Boolean)
  return {
    name: text('name'),
    scopes: form.getAll('scopes') as (typeof keyScopes)[number][],
    // to the end of that day where the one who makes the key is
    ...(day && { expires_at: new Date(`${day}T23:59:59`).toISOString() }),
    ...(addresses.length > 0 && { allowed_addresses: addresses }),
    ...(text('per_minute') && { per_minute: Number(text('per_minute')) }),
    ...(text('per_day') && { per_day: Number(text('per_day')) }),
  }
}
