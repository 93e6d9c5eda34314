import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { permissions, type Grants, type Scope } from '../../domain/permissions.ts'
import { api, type ProblemError } from '../data/client.ts'
import { Button, SelectField, TextField } from '../ui/controls.tsx'
import { say } from '../ui/toasts.tsx'
import type { Role } from './calls.ts'
import { rightInWords } from './rights.ts'

const scopes = [
  { value: '', label: '–' },
  { value: 'own', label: 'own' },
  { value: 'team', label: 'team' },
  { value: 'all', label: 'all' },
]
type Props = { role: Role | null; roles: Role[]; done: () => void }

/** A role is a copy of another one with some rights changed: nobody starts from twenty empty fields. */
export function RoleForm({ role, roles, done }: Props) {
  const client = useQueryClient()
  const [name, setName] = useState(role?.name ?? '')
  const [grants, setGrants] = useState<Grants>(role?.grants ?? {})
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const body = { name, grants }
    try {
      if (role) await api.patch('/roles/{id}', { params: { id: role.id }, body, version: role.version })
      else await api.post('/roles', { body })
      say(role ? `${name} changed.` : `${name} created.`)
      await client.invalidateQueries({ queryKey: ['roles'] })
      done()
    } catch (error) {
      setProblem(error as ProblemError)
    }
  }
  const set = (permission: (typeof permissions)[number], scope: string) => {
    const { [permission]: _before, ...others } = grants
    setGrants(scope === '' ? others : { ...others, [permission]: scope as Scope })
  }
  const nameError = problem?.errors.find(({ pointer }) => pointer === '/name')?.message
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
      <TextField
        label="Name"
        value={name}
        onChange={(event) => setName(event.target.value)}
        hint="Small letters, digits and hyphens, like team-lead"
        required
        error={nameError}
      />
      {!role && (
        <SelectField
          label="Begin with the rights of"
          value=""
          onChange={(event) => setGrants(roles.find(({ id }) => id === event.target.value)?.grants ?? grants)}
          options={[
            { value: '', label: 'Choose a role' },
            ...roles.map(({ id, name: label }) => ({ value: id, label })),
          ]}
        />
      )}
      <div className="grid max-h-72 grid-cols-[1fr_7rem] items-center gap-x-3 gap-y-1 overflow-y-auto">
        {permissions.map((permission) => (
          <div key={permission} className="contents">
            <span>{rightInWords[permission]}</span>
            <SelectField
              label={`${rightInWords[permission]}: how far`}
              hideLabel
              value={grants[permission] ?? ''}
              onChange={(event) => set(permission, event.target.value)}
              options={scopes}
            />
          </div>
        ))}
      </div>
      {problem && !nameError && (
        <p role="alert" className="text-danger">
          {problem.message}
        </p>
      )}
      <Button type="submit" look="primary">
        {role ? 'Save role' : 'Create role'}
      </Button>
    </form>
  )
}
