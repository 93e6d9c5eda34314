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
import { Resend } from './Resend.tsx'
import { Deactivation } from './Deactivation.tsx'
import { memberFields, InvitationForm } from './InvitationForm.tsx'

const tones: Record<User['status'], Tone> = {
  active: 'success',
  invited: 'info',
  without_access: 'neutral',
  disabled: 'danger',
}
const Status = ({ status }: { status: User['status'] }) => <Badge tone={tones[status]}>{words(status)}</Badge>

type Options = { value: string; label: string }[]
const columnsFor = (teams: Options): Column<User>[] => [
  { key: 'name', title: 'Name', sort: 'name', cell: ({ name }) => name },
  { key: 'email', title: 'E-mail', width: 220, cell: ({ email }) => email },
  { key: 'role', title: 'Role', cell: ({ role }) => role },
  {
    key: 'team',
    title: 'Team',
    onPhone: 'hidden',
    cell: ({ team_id }) => teams.find(({ value }) => value === team_id)?.label ?? '–',
  },
  { key: 'zone', title: 'Zone', onPhone: 'hidden', cell: ({ zone }) => zone },
  { key: 'status', title: 'Status', onPhone: 'first', cell: ({ status }) => <Status status={status} /> },
]

export default function MembersPage() {
  const me = useMe()
  const roles = useRoles()
  const teams = useTeams()
  const fields = memberFields(roles, teams)
  const writable = me.can('users:write')
  return (
    <ListPage<User>
      title="Members"
      noun="member"
      createLabel="Invite member"
      queryKey="users"
      columns={columnsFor(teams)}
      initialSort="name"
      filters={[
        { name: 'role', label: 'Role', options: roles },
        { name: 'team_id', label: 'Team', options: teams },
        {
          name: 'status',
          label: 'Status',
          options: Object.keys(tones).map((value) => ({ value, label: words(value) })),
        },
      ]}
      fetchPage={(query) => api.get('/users', { query })}
      peek={(id, row) => ({
        title: row?.name ?? 'Member',
        content: <MemberPeek key={id} id={id} fields={fields} editable={writable} />,
      })}
      create={writable ? (close) => <InvitationForm close={close} /> : null}
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
          fields={fields.map((field) =>
            field.lookup ? { ...field, lookup: { ...field.lookup, shown: user.zone } } : field,
          )}
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
      {editable && <Resend user={user} />}
      {me.can('evidence:unlock') && user.id !== me.id && <BreakGlass user={user} />}
      {editable && <Deactivation user={user} />}
      <History person={id}>What they did, and who looked at them</History>
    </>
  )
}
