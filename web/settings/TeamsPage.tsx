import { useQueryClient } from '@tanstack/react-query'
import { api } from '../data/client.ts'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { ListPage } from '../layout/ListPage.tsx'
import { RecordForm, type FieldSpec } from '../layout/RecordForm.tsx'
import { History } from '../layout/History.tsx'
import { Button } from '../ui/controls.tsx'
import type { Column } from '../ui/DataTable.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'

type Team = Awaited<ReturnType<typeof listTeams>>['data'][number]
const listTeams = (query: object) => api.get('/teams', { query })
const fields: FieldSpec[] = [{ name: 'name', label: 'Name', required: true }]
const columns: Column<Team>[] = [
  { key: 'name', title: 'Name', sort: 'name', cell: ({ name }) => name },
  { key: 'people', title: 'People', align: 'right', onPhone: 'first', cell: ({ people }) => people },
]

export default function TeamsPage() {
  const me = useMe()
  const writable = me.can('users:write')
  return (
    <ListPage<Team>
      title="Teams"
      noun="team"
      queryKey="teams"
      columns={columns}
      initialSort="name"
      searchable={false}
      fetchPage={listTeams}
      peek={(id, row) => ({
        title: row?.name ?? 'Team',
        content: (
          <>
            {row && writable ? <TeamPeek key={id} team={row} /> : <p>{row?.people ?? 0} people</p>}
            <History id={id} />
          </>
        ),
      })}
      create={
        writable
          ? (close) => (
              <RecordForm
                fields={fields}
                values={{}}
                action="Create team"
                refresh="teams"
                done={close}
                save={async (changes) => {
                  const { name } = await api.post('/teams', { body: changes as never })
                  return { text: `${name} created.` }
                }}
              />
            )
          : null
      }
    />
  )
}

function TeamPeek({ team }: { team: Team }) {
  const client = useQueryClient()
  const { set } = useAddress()
  const params = { id: team.id }
  const remove = async () => {
    await api.delete('/teams/{id}', { params })
    set({ peek: undefined })
    say(`${team.name} deleted.`, () =>
      api.post('/teams', { body: { name: team.name } }).then(() => client.invalidateQueries({ queryKey: ['teams'] })),
    )
    await client.invalidateQueries({ queryKey: ['teams'] })
  }
  return (
    <>
      <RecordForm
        key={team.version}
        fields={fields}
        values={{ name: team.name }}
        action="Rename team"
        refresh="teams"
        save={async (changes) => {
          const saved = await api.patch('/teams/{id}', { params, body: changes as never, version: team.version })
          const undo = () => api.patch('/teams/{id}', { params, body: { name: team.name }, version: saved.version })
          return { text: 'Team renamed.', undo }
        }}
      />
      <Button className="self-start" disabled={team.people > 0} onClick={() => void remove().catch(sayFailed)}>
        {team.people > 0 ? 'Only an empty team can be deleted' : 'Delete team'}
      </Button>
    </>
  )
}
