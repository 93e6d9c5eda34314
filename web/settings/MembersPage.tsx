import { useState } from 'react'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { ListPage } from '../layout/ListPage.tsx'
import { RecordForm, type FieldSpec } from '../layout/RecordForm.tsx'
import { useRecord } from '../layout/useRecord.tsx'
import { History } from '../layout/History.tsx'
import { Badge, type Tone } from '../ui/controls.tsx'
import type { Column } from '../ui/DataTable.tsx'
import { words } from '../ui/formats.tsx'
import { Facts } from '../ui/Panel.tsx'
import { getUser, useRoles, useTeams, type User } from './calls.ts'
import { BreakGlass } from './BreakGlass.tsx'
import { Deactivation } from './Deactivation.tsx'
import { Secret } from './parts.tsx'
import { settingsTabs } from './tabs.ts'

const tones: Record<User['status'], Tone> = {
  active: 'success',
  invited: 'info',
  without_access: 'neutral',
  disabled: 'danger',
}
const Status = ({ status }: { status: User['status'] }) => <Badge tone={tones[status]}>{words(status)}</Badge>

const columns: Column<User>[] = [
  { key: 'name', title: 'Name', sort: 'name', cell: ({ name }) => name },
  { key: 'email', title: 'E-mail', cell: ({ email }) => email },
  { key: 'role', title: 'Role', cell: ({ role }) => role },
  { key: 'zone', title: 'Zone', onPhone: 'hidden', cell: ({ zone }) => zone },
  { key: 'status', title: 'Status', onPhone: 'first', cell: ({ status }) => <Status status={status} /> },
]

export default function MembersPage() {
  const me = useMe()
  const roles = useRoles()
  const teams = useTeams()
  const fields: FieldSpec[] = [
    { name: 'name', label: 'Name', required: true },
    { name: 'role', label: 'Role', required: true, options: roles },
    { name: 'team_id', label: 'Team', options: teams },
    { name: 'zone', label: 'Time zone', hint: 'An IANA name, like Europe/Berlin' },
  ]
  const writable = me.can('users:write')
  return (
    <ListPage<User>
      title="Members"
      noun="member"
      createLabel="Invite member"
      queryKey="users"
      columns={columns}
      initialSort="name"
      tabs={settingsTabs(me.permissions)}
      fetchPage={(query) => api.get('/users', { query })}
      peek={(id, row) => ({
        title: row?.name ?? 'Member',
        content: <MemberPeek key={id} id={id} fields={fields} editable={writable} />,
      })}
      create={writable ? (close) => <Invitation fields={fields} close={close} /> : null}
    />
  )
}

/** Where no mail server is set, the link is shown to the one who invites. */
function Invitation({ fields, close }: { fields: FieldSpec[]; close: () => void }) {
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
  return (
    <RecordForm
      fields={[fields[0]!, { name: 'email', label: 'E-mail', type: 'email', required: true }, ...fields.slice(1)]}
      values={{}}
      action="Invite member"
      refresh="users"
      save={async (changes) => {
        const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== null))
        const { user, invitation_link } = await api.post('/users', { body: given as never })
        if (invitation_link === null) close()
        else setLink(invitation_link)
        return { text: `${user.name} is invited.` }
      }}
    />
  )
}

function MemberPeek({ id, fields, editable }: { id: string; fields: FieldSpec[]; editable: boolean }) {
  const me = useMe()
  const { record: user, instead } = useRecord('users', id, getUser)
  if (!user) return instead
  const before = user as unknown as Record<string, string | null>
  return (
    <>
      <Facts
        facts={[
          ['E-mail', user.email],
          ['Status', <Status status={user.status} />],
          ['Role', user.role],
        ]}
      />
      {editable && user.status !== 'disabled' && (
        <RecordForm
          key={user.version}
          fields={fields}
          values={before}
          action="Save member"
          refresh="users"
          save={async (changes) => {
            const saved = await api.patch('/users/{id}', {
              params: { id },
              body: changes as never,
              version: user.version,
            })
            const back = Object.fromEntries(Object.keys(changes).map((name) => [name, before[name] ?? null]))
            const undo = () => api.patch('/users/{id}', { params: { id }, body: back as never, version: saved.version })
            return { text: 'Member saved.', undo }
          }}
        />
      )}
      {me.can('evidence:unlock') && user.id !== me.id && <BreakGlass user={user} />}
      {editable && <Deactivation user={user} />}
      <History person={id}>What they did, and who looked at them</History>
    </>
  )
}
