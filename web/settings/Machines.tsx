import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { api } from '../data/client.ts'
import { myDataPath } from '../paths.ts'
import { Badge, Button, TextField } from '../ui/controls.tsx'
import { When } from '../ui/formats.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { Card, Secret } from './parts.tsx'

const machinesQuery = {
  queryKey: ['device-keys'],
  queryFn: () => api.get('/me/device-keys', { query: { limit: 50 } }),
}
type Machine = Awaited<ReturnType<typeof machinesQuery.queryFn>>['data'][number]

/** The machines whose agent sends this person's time. */
export function Machines() {
  const { data, error, refetch } = useQuery(machinesQuery)
  const [step, setStep] = useState<'naming' | { key: string } | null>(null)
  const machines = data?.data.filter(({ revoked_at }) => revoked_at === null) ?? []
  return (
    <Card title="Machines">
      <p className="text-text-2">
        Where ActivityWatch runs, a small program brings your time from there. What you keep out never leaves the
        machine, and its key can send your time and nothing else. Which project your editor has open goes along only if
        you switch that on under{' '}
        <Link to={myDataPath} className="text-accent-text underline">
          My data
        </Link>
        .
      </p>
      {error ? (
        <ErrorNote error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={2} />
      ) : (
        machines.length > 0 && (
          <ul className="flex flex-col">
            {machines.map((machine) => (
              <Row key={machine.id} machine={machine} />
            ))}
          </ul>
        )
      )}
      {step === 'naming' ? (
        <NameForm close={() => setStep(null)} made={(key) => setStep({ key })} />
      ) : step ? (
        <Connect command={commandOf(step.key)} close={() => setStep(null)} />
      ) : (
        <Button className="self-start" onClick={() => setStep('naming')}>
          Connect a machine
        </Button>
      )}
    </Card>
  )
}

/** The program comes from this Daybook and knows the way back to it. */
const commandOf = (key: string) => `npx --yes ${location.origin}/bridge.tgz --key ${key}`

function Connect({ command, close }: { command: string; close: () => void }) {
  return (
    <>
      <p>
        Run this on the machine; it needs Node.js 20 or later. With <code>--dry-run</code> at its end it shows what it
        would send. The key is not shown again.
      </p>
      <Secret label="Command" text={command} />
      <Button className="self-start" look="primary" onClick={close}>
        Done
      </Button>
    </>
  )
}

function Row({ machine }: { machine: Machine }) {
  const client = useQueryClient()
  const disconnect = () =>
    void api.post('/me/device-keys/{id}/revoke', { params: { id: machine.id } }).then(() => {
      say(`“${machine.name}” sends nothing any more.`)
      return client.invalidateQueries({ queryKey: machinesQuery.queryKey })
    }, sayFailed)
  return (
    <li className="flex items-center justify-between gap-3 border-t border-border py-2 first:border-0">
      <span className="min-w-0">
        <span className="block truncate font-medium">{machine.name}</span>
        <span className="text-meta text-text-2">
          {machine.last_used_at ? (
            <>
              last sent <When instant={machine.last_used_at} />
            </>
          ) : (
            <Badge tone="warning">Has sent nothing yet</Badge>
          )}{' '}
          · connected <When instant={machine.created_at} />
        </span>
      </span>
      <Button aria-label={`Disconnect ${machine.name}`} onClick={disconnect}>
        Disconnect
      </Button>
    </li>
  )
}

function NameForm({ close, made }: { close: () => void; made: (key: string) => void }) {
  const client = useQueryClient()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name')).trim()
    void api.post('/me/device-keys', { body: { name } }).then(({ key }) => {
      made(key)
      return client.invalidateQueries({ queryKey: machinesQuery.queryKey })
    }, sayFailed)
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <TextField label="Name of the machine" name="name" required maxLength={100} placeholder="My laptop" />
      <div className="flex gap-2">
        <Button type="submit" look="primary">
          Make its key
        </Button>
        <Button onClick={close}>Cancel</Button>
      </div>
    </form>
  )
}
