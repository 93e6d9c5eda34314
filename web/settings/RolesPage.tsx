import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { permissions } from '../../domain/permissions.ts'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { lookThrough } from '../data/session.ts'
import { PageHeader } from '../layout/PageHeader.tsx'
import { Button } from '../ui/controls.tsx'
import { Modal } from '../ui/Panel.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { rolesQuery, type Role } from './calls.ts'
import { rightInWords } from './rights.ts'
import { RoleForm } from './RoleForm.tsx'

/** Who may do what: rights down, roles across, in each cell how far the right reaches. */
export default function RolesPage() {
  const me = useMe()
  const { data, error, refetch } = useQuery(rolesQuery)
  const [editing, setEditing] = useState<Role | 'new' | null>(null)
  const writable = me.can('roles:write')
  return (
    <>
      <PageHeader title="Roles">
        {writable && (
          <Button look="primary" onClick={() => setEditing('new')}>
            Create role
          </Button>
        )}
      </PageHeader>
      {error ? (
        <ErrorNote error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading />
      ) : (
        <div
          tabIndex={0}
          role="region"
          aria-label="Rights of each role"
          className="overflow-x-auto rounded-card border border-border bg-surface"
        >
          <table className="w-full text-row">
            <thead>
              <tr className="text-left text-meta text-text-3">
                <th scope="col" className="px-3 py-2 font-medium">
                  Right
                </th>
                {data.data.map((role) => (
                  <th key={role.id} scope="col" className="px-3 py-2 font-medium">
                    {role.name}
                    <span className="block font-normal">
                      {role.people} {role.people === 1 ? 'person' : 'people'}
                    </span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {permissions.map((permission) => (
                <tr key={permission} className="border-t border-border">
                  <th scope="row" className="px-3 py-1.5 text-left font-normal whitespace-nowrap">
                    {rightInWords[permission]} <code className="text-meta text-text-3 max-lg:hidden">{permission}</code>
                  </th>
                  {data.data.map((role) => (
                    <td key={role.id} className="px-3 py-1.5 text-text-2">
                      {role.grants[permission] ?? <span className="text-text-3">–</span>}
                    </td>
                  ))}
                </tr>
              ))}
              <tr className="border-t border-border align-top">
                <th scope="row" className="px-3 py-2 text-left font-normal">
                  <span className="sr-only">What can be done</span>
                </th>
                {data.data.map((role) => (
                  <td key={role.id} className="px-3 py-2">
                    {writable && <Deeds role={role} edit={() => setEditing(role)} />}
                  </td>
                ))}
              </tr>
            </tbody>
          </table>
        </div>
      )}
      <p className="text-meta text-text-3">
        own: what belongs to the person · team: of everybody in the person’s team · all: everything. Titles and web
        addresses of recorded time are the person’s, whatever the role: others see them once released, or opened for a
        reason.
      </p>
      {editing && (
        <Modal title={editing === 'new' ? 'Create role' : `Change ${editing.name}`} onClose={() => setEditing(null)}>
          <RoleForm role={editing === 'new' ? null : editing} roles={data?.data ?? []} done={() => setEditing(null)} />
        </Modal>
      )}
    </>
  )
}

function Deeds({ role, edit }: { role: Role; edit: () => void }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const look = async () => {
    lookThrough(role.name)
    await client.resetQueries()
    await navigate({ to: '/' })
  }
  const remove = async () => {
    await api.delete('/roles/{id}', { params: { id: role.id } })
    say(`${role.name} deleted.`, () =>
      api
        .post('/roles', { body: { name: role.name, grants: role.grants } })
        .then(() => client.invalidateQueries({ queryKey: ['roles'] })),
    )
    await client.invalidateQueries({ queryKey: ['roles'] })
  }
  return (
    <div className="flex flex-col items-start gap-1">
      <Button
        look="quiet"
        className="px-1"
        aria-label={`View as ${role.name}`}
        onClick={() => void look().catch(sayFailed)}
      >
        View as
      </Button>
      {!role.built_in && (
        <>
          <Button look="quiet" className="px-1" aria-label={`Change ${role.name}`} onClick={edit}>
            Change
          </Button>
          <Button
            look="quiet"
            className="px-1"
            aria-label={`Delete ${role.name}`}
            disabled={role.people > 0}
            title={role.people > 0 ? 'Somebody has this role' : undefined}
            onClick={() => void remove().catch(sayFailed)}
          >
            Delete
          </Button>
        </>
      )}
    </div>
  )
}
