/** The editor of what is kept out. Each change is kept at once and can be undone. */
import { useState, type FormEvent } from 'react'
import type { ProblemError } from '../data/client.ts'
import { Card } from '../settings/parts.tsx'
import { Button, TextField } from '../ui/controls.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { useExclusions } from './calls.ts'
import { EditorProjects } from './EditorProjects.tsx'
import { KeptOutHours } from './KeptOutHours.tsx'
import { Chip, Part } from './parts.tsx'

export function KeptOut() {
  const { data, error, refetch, keep } = useExclusions()
  return (
    <Card title="What you keep out">
      <p className="text-text-2">
        Left out before anything of it is stored, whichever way it is sent. Nobody else sees this list. An entry that
        touches such an hour is left out as a whole.
      </p>
      {error && !data ? (
        <ErrorNote error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={4} />
      ) : (
        <>
          <Names
            title="Apps"
            label="App, as the agent calls it"
            example="Signal"
            names={data.apps}
            keep={(apps, text) => keep({ apps }, text)}
          />
          <Names
            title="Sites"
            label="Site, with all below it"
            example="bank.example"
            names={data.sites}
            keep={(sites, text) => keep({ sites }, text)}
          />
          <KeptOutHours hours={data.hours} keep={(hours, text) => keep({ hours }, text)} />
          <EditorProjects on={data.editor_projects} keep={(editor_projects, text) => keep({ editor_projects }, text)} />
        </>
      )}
    </Card>
  )
}

type NamesProps = {
  title: string
  label: string
  example: string
  names: string[]
  keep: (names: string[], text: string) => Promise<void>
}

function Names({ title, label, example, names, keep }: NamesProps) {
  const [typed, setTyped] = useState('')
  const [fault, setFault] = useState<string | undefined>()
  const change = (next: string[], text: string) => {
    setFault(undefined)
    return keep(next, text).catch((problem: ProblemError) => {
      setFault(problem.errors?.[0]?.message ?? problem.message)
      throw problem
    })
  }
  const add = (event: FormEvent) => {
    event.preventDefault()
    const name = typed.trim()
    if (name === '') return setFault(`Type the ${title === 'Apps' ? 'app' : 'site'} to keep out.`)
    void change([...names, name], `${name} is kept out from now on.`).then(
      () => setTyped(''),
      () => {},
    )
  }
  return (
    <Part title={title}>
      <ul aria-label={title} className="flex flex-wrap gap-2 empty:hidden">
        {names.map((name) => (
          <Chip
            key={name}
            name={name}
            remove={() =>
              void change(
                names.filter((other) => other !== name),
                `${name} is recorded again from now on.`,
              ).catch(() => {})
            }
          />
        ))}
      </ul>
      <form onSubmit={add} className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <TextField
            label={label}
            placeholder={example}
            maxLength={300}
            autoComplete="off"
            value={typed}
            error={fault}
            onChange={(event) => {
              setTyped(event.target.value)
              setFault(undefined)
            }}
          />
        </div>
        <Button type="submit" className={fault ? 'mb-6' : ''}>
          Add<span className="sr-only"> to {title.toLowerCase()}</span>
        </Button>
      </form>
    </Part>
  )
}
