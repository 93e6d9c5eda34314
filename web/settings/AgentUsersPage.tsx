import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../data/client.ts'
import { ListPage } from '../layout/ListPage.tsx'
import { Lookup, type Found } from '../layout/Lookup.tsx'
import { findPeople } from '../people/calls.ts'
import { History } from '../layout/History.tsx'
import { Badge, Button } from '../ui/controls.tsx'
import type { Column } from '../ui/DataTable.tsx'
import { Facts } from '../ui/Panel.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { Links } from './Links.tsx'
import { Matches } from './Matches.tsx'

type Employee = Awaited<ReturnType<typeof listEmployees>>['data'][number]
const listEmployees = (query: object) => api.get('/productivity-users', { query })

const columns: Column<Employee>[] = [
  { key: 'name', title: 'Name at the agent', sort: 'name', cell: ({ name }) => name },
  { key: 'id', title: 'Agent’s id', cell: ({ external_id }) => external_id },
  { key: 'email', title: 'E-mail', onPhone: 'hidden', cell: ({ email }) => email ?? '–' },
  {
    key: 'user',
    title: 'Linked to',
    onPhone: 'first',
    cell: ({ user_name, suggested_user_name }) =>
      user_name ?? (suggested_user_name ? <Badge tone="warning">{suggested_user_name}?</Badge> : <Badge>Nobody</Badge>),
  },
]

/** Who the agent's people are here. The same e-mail is a suggestion; a person confirms it. */
export default function AgentUsersPage() {
  return (
    <ListPage<Employee>
      title="Agent users"
      noun="agent user"
      queryKey="agent-users"
      columns={columns}
      initialSort="name"

      note={<Matches />}
      filters={[
        {
          name: 'linked',
          label: 'Linked',
          single: true,
          options: [
            { value: 'true', label: 'Linked' },
            { value: 'false', label: 'Not linked' },
          ],
        },
      ]}
      fetchPage={listEmployees}
      peek={(id, row) => ({
        title: row?.name ?? 'Agent user',
        content: row ? (
          <>
            <Link key={`${id}${row.user_id}`} employee={row} />
            <History id={id} />
          </>
        ) : null,
      })}
    />
  )
}

function Link({ employee }: { employee: Employee }) {
  const client = useQueryClient()
  const [chosen, setChosen] = useState<Found>({
    value: employee.suggested_user_id ?? '',
    label: employee.suggested_user_name ?? '',
  })
  const params = { id: employee.id }
  const reread = () => client.invalidateQueries({ queryKey: ['agent-users'] })
  const link = async (user_id: string) => {
    await api.post('/productivity-users/{id}/link', { params, body: { user_id } })
    say(`${employee.name} is linked.`, () => api.post('/productivity-users/{id}/unlink', { params }).then(reread))
    await reread()
  }
  const unlink = async (user_id: string) => {
    await api.post('/productivity-users/{id}/unlink', { params })
    say(`${employee.name} is not linked any more.`, () =>
      api.post('/productivity-users/{id}/link', { params, body: { user_id } }).then(reread),
    )
    await reread()
  }
  return (
    <>
      <Facts
        facts={[
          ['Agent’s id', employee.external_id],
          ['E-mail', employee.email ?? '–'],
          ['Zone', employee.zone ?? '–'],
          ['Linked to', employee.user_name ?? 'Nobody'],
        ]}
      />
      {employee.user_id ? (
        <Button className="self-start" onClick={() => void unlink(employee.user_id!).catch(sayFailed)}>
          Unlink {employee.user_name}
        </Button>
      ) : (
        <div className="flex items-end gap-2">
          <div className="flex-1">
            <Lookup
              label={employee.suggested_user_id ? 'Person of the same e-mail' : 'Person'}
              kind="people"
              find={findPeople}
              shown={chosen.label}
              onChoose={setChosen}
            />
          </div>
          <Button
            look="primary"
            disabled={chosen.value === ''}
            onClick={() => void link(chosen.value).catch(sayFailed)}
          >
            Link
          </Button>
        </div>
      )}
      <Links id={employee.id} />
      <p className="text-meta text-text-3">
        Time that arrives under this id is recorded for the linked person from then on; what arrived before stays where
        it is.
      </p>
    </>
  )
}
