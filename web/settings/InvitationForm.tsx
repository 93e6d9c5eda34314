import { useState } from 'react'
import { api } from '../data/client.ts'
import { RecordForm, type FieldSpec } from '../layout/RecordForm.tsx'
import { Loading } from '../ui/states.tsx'
import { useRoles, useTeams } from './calls.ts'
import { Secret } from './parts.tsx'
import { findZones } from './zones.ts'

type Options = { value: string; label: string }[]

export const memberFields = (roles: Options, teams: Options, zone?: string): FieldSpec[] => [
  { name: 'name', label: 'Name', required: true },
  { name: 'role', label: 'Role', required: true, options: roles },
  { name: 'team_id', label: 'Team', options: teams },
  { name: 'zone', label: 'Time zone', lookup: { kind: 'zones', find: findZones, shown: zone } },
]

/** What somebody is where the one who invites says nothing else. */
const least = { role: 'employee' }

/** Where no mail server is set, the link is shown to the one who invites. */
export function InvitationForm({ close }: { close: () => void }) {
  const roles = useRoles()
  const fields = memberFields(roles, useTeams())
  const [link, setLink] = useState<string | null>(null)
  if (link !== null)
    return (
      <>
        <p>
          No mail server is set, so hand this link over yourself. It works once, for 7 days, and is not shown again.
        </p>
        <Secret label="Invitation link" text={link} />
      </>
    )
  if (roles.length === 0) return <Loading rows={3} />
  return (
    <RecordForm
      fields={[fields[0]!, { name: 'email', label: 'E-mail', type: 'email', required: true }, ...fields.slice(1)]}
      values={least}
      action="Invite member"
      refresh="users"
      save={async (changes) => {
        const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== null))
        const { user, invitation_link } = await api.post('/users', { body: { ...least, ...given } as never })
        if (invitation_link === null) close()
        else setLink(invitation_link)
        return { text: `${user.name} is invited.` }
      }}
    />
  )
}
