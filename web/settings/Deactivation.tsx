import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { Lookup, type Found } from '../layout/Lookup.tsx'
import { findPeople } from '../people/calls.ts'
import { Button } from '../ui/controls.tsx'
import { Modal } from '../ui/Panel.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import type { User } from './calls.ts'

const nobody: Found = { value: '', label: 'Nobody' }

/** Rights are not undone by a toast: it is asked before, with what will happen. */
export function Deactivation({ user }: { user: User }) {
  const me = useMe()
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [heir, setHeir] = useState(nobody)
  if (user.id === me.id) return null
  const after = (text: string) => {
    setAsking(false)
    say(text)
    return client.invalidateQueries()
  }
  const params = { id: user.id }
  if (user.status === 'disabled')
    return (
      <Button
        className="self-start"
        onClick={() =>
          void api
            .post('/users/{id}/reactivate', { params })
            .then(() => after(`${user.name} can sign in again.`), sayFailed)
        }
      >
        Let {user.name} in again
      </Button>
    )
  const deactivate = async () => {
    const { reassigned } = await api.post('/users/{id}/deactivate', {
      params,
      body: { reassign_to: heir.value || null },
    })
    const { accounts, contacts, deals, tasks } = reassigned
    await after(
      `${user.name} is deactivated; ${accounts} accounts, ${contacts} contacts, ${deals} deals and ${tasks} tasks were handed over.`,
    )
  }
  return (
    <>
      <Button className="self-start text-danger" onClick={() => setAsking(true)}>
        Deactivate {user.name}…
      </Button>
      {asking && (
        <Modal title={`Deactivate ${user.name}`} onClose={() => setAsking(false)}>
          <p>
            {user.name} is signed out everywhere at once and cannot sign in again. The time that was recorded stays
            theirs.
          </p>
          <Lookup
            label="Accounts, contacts, deals and open tasks go to"
            kind={`heirs of ${user.id}`}
            find={async (text) => [
              ...(text === '' ? [nobody] : []),
              ...(await findPeople(text)).filter(({ value }) => value !== user.id),
            ]}
            shown={heir.label}
            onChoose={setHeir}
          />
          <div className="flex justify-end gap-2">
            <Button onClick={() => setAsking(false)}>Cancel</Button>
            <Button look="primary" onClick={() => void deactivate().catch(sayFailed)}>
              Deactivate {user.name}
            </Button>
          </div>
        </Modal>
      )}
    </>
  )
}
