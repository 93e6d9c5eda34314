import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../data/client.ts'
import { Button } from '../ui/controls.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import type { User } from './calls.ts'
import { Secret } from './parts.tsx'

/** For one who cannot sign in yet: a first invitation, or another where the link got lost. */
export function Resend({ user: { name, email, role, team_id, zone, status } }: { user: User }) {
  const client = useQueryClient()
  const [link, setLink] = useState<string | null>(null)
  if (status !== 'invited' && status !== 'without_access') return null
  const invite = async () => {
    const { invitation_link } = await api.post('/users', { body: { name, email, role, team_id, zone } })
    setLink(invitation_link)
    say(`${name} is invited.`)
    await client.invalidateQueries({ queryKey: ['users'] })
  }
  return (
    <>
      <Button className="self-start" onClick={() => void invite().catch(sayFailed)}>
        {status === 'invited' ? 'Invite again' : `Invite ${name}`}
      </Button>
      {link !== null && (
        <Secret label="No mail server is set: hand this link over yourself. It works once, for 7 days." text={link} />
      )}
    </>
  )
}
