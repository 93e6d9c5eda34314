import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api, type ProblemError } from '../data/client.ts'
import { hasPasskeys, makePasskey } from '../data/passkeys.ts'
import { Button, TextField } from '../ui/controls.tsx'
import { When } from '../ui/formats.tsx'
import { Modal } from '../ui/Panel.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { deviceName } from './Devices.tsx'
import { Card } from './parts.tsx'

const passkeysQuery = { queryKey: ['passkeys'], queryFn: () => api.get('/me/passkeys', {}) }
type Passkey = Awaited<ReturnType<typeof passkeysQuery.queryFn>>['data'][number]

export function Passkeys() {
  const { data, error, refetch } = useQuery(passkeysQuery)
  const [adding, setAdding] = useState(false)
  return (
    <Card title="Passkeys">
      <p className="text-text-2">
        Sign in with your fingerprint, face or screen lock, without a password. It counts as both factors.
      </p>
      {error ? (
        <ErrorNote error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={2} />
      ) : (
        data.data.length > 0 && (
          <ul className="flex flex-col">
            {data.data.map((row) => (
              <Row key={row.id} row={row} />
            ))}
          </ul>
        )
      )}
      {!hasPasskeys() ? (
        <p className="text-meta text-text-3">This browser cannot make one on this address: it needs https.</p>
      ) : adding ? (
        <AddForm close={() => setAdding(false)} />
      ) : (
        <Button className="self-start" onClick={() => setAdding(true)}>
          Add a passkey
        </Button>
      )}
    </Card>
  )
}

function AddForm({ close }: { close: () => void }) {
  const client = useQueryClient()
  return (
    <NameForm
      initial={deviceName(navigator.userAgent)}
      action="Add"
      close={close}
      save={async (name) => {
        const credential = await makePasskey(await api.post('/me/passkeys/start', {}))
        await api.post('/me/passkeys', { body: { name, credential } })
        close()
        say(`The passkey “${name}” is added.`)
        await client.invalidateQueries({ queryKey: ['passkeys'] })
      }}
    />
  )
}

function Row({ row }: { row: Passkey }) {
  const client = useQueryClient()
  const [doing, setDoing] = useState<'rename' | 'remove' | null>(null)
  const params = { id: row.id }
  const stop = () => setDoing(null)
  const reread = () => client.invalidateQueries({ queryKey: ['passkeys'] })
  const rename = async (name: string) => {
    const { version } = await api.patch('/me/passkeys/{id}', { params, body: { name }, version: row.version })
    stop()
    say('Passkey renamed.', () =>
      api.patch('/me/passkeys/{id}', { params, body: { name: row.name }, version }).then(reread),
    )
    await reread()
  }
  const remove = async () => {
    stop()
    await api.post('/me/passkeys/{id}/remove', { params })
    say(`The passkey “${row.name}” is removed.`)
    await reread()
  }
  return (
    <li className="flex items-center justify-between gap-3 border-t border-border py-2 first:border-0">
      {doing === 'rename' ? (
        <NameForm initial={row.name} action="Save" close={stop} save={rename} />
      ) : (
        <>
          <span className="min-w-0">
            <span className="block truncate font-medium">{row.name}</span>
            <span className="text-meta text-text-2">
              {row.last_used_at ? (
                <>
                  used <When instant={row.last_used_at} />
                </>
              ) : (
                'never used'
              )}{' '}
              · added <When instant={row.created_at} />
            </span>
          </span>
          <span className="flex gap-2">
            <Button aria-label={`Rename ${row.name}`} onClick={() => setDoing('rename')}>
              Rename
            </Button>
            <Button aria-label={`Remove ${row.name}`} className="text-danger" onClick={() => setDoing('remove')}>
              Remove…
            </Button>
          </span>
        </>
      )}
      {doing === 'remove' && (
        <Modal title={`Remove ${row.name}`} onClose={stop}>
          <p>Nobody signs in with it any more. Your device may go on offering it until you delete it there too.</p>
          <div className="flex justify-end gap-2">
            <Button onClick={stop}>Cancel</Button>
            <Button look="primary" onClick={() => void remove().catch(sayFailed)}>
              Remove passkey
            </Button>
          </div>
        </Modal>
      )}
    </li>
  )
}

type NameProps = { initial: string; action: string; close: () => void; save: (name: string) => Promise<void> }

function NameForm({ initial, action, close, save }: NameProps) {
  const [fault, setFault] = useState<string | undefined>()
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setBusy(true)
    const name = String(new FormData(event.currentTarget).get('name'))
    await save(name).catch((problem: ProblemError) => {
      setFault(problem.errors?.[0]?.message ?? problem.message)
      setBusy(false)
    })
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-1 flex-wrap items-end gap-2">
      <div className="min-w-40 flex-1">
        <TextField
          label="Name of the passkey"
          name="name"
          defaultValue={initial}
          maxLength={100}
          required
          autoFocus
          error={fault}
        />
      </div>
      <Button onClick={close}>Cancel</Button>
      <Button type="submit" look="primary" disabled={busy}>
        {action}
      </Button>
    </form>
  )
}
