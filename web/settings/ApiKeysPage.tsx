import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../data/client.ts'
import { ListPage } from '../layout/ListPage.tsx'
import { History } from '../layout/History.tsx'
import { Badge, Button, SelectField } from '../ui/controls.tsx'
import type { Column } from '../ui/DataTable.tsx'
import { Day, When, number } from '../ui/formats.tsx'
import { Facts, Modal } from '../ui/Panel.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { listKeys, type ApiKey } from './calls.ts'
import { KeyForm } from './KeyForm.tsx'
import { Secret } from './parts.tsx'

const hasEnded = ({ revoked_at, expires_at }: ApiKey) =>
  revoked_at !== null || (expires_at !== null && Date.parse(expires_at) < Date.now())
const State = ({ row }: { row: ApiKey }) =>
  row.revoked_at ? (
    <Badge tone="danger">Revoked</Badge>
  ) : hasEnded(row) ? (
    <Badge>Expired</Badge>
  ) : (
    <Badge tone="success">Works</Badge>
  )

const columns: Column<ApiKey>[] = [
  {
    key: 'name',
    title: 'Name',
    width: 190,
    cell: ({ name, person_name }) => (person_name === null ? name : `${name} · machine of ${person_name}`),
  },
  { key: 'prefix', title: 'Begins with', cell: ({ prefix }) => <code>dbk_{prefix}…</code> },
  { key: 'scopes', title: 'May', onPhone: 'hidden', cell: ({ scopes }) => scopes.join(', ') },
  {
    key: 'used',
    title: 'Last used',
    width: 215,
    cell: ({ last_used_at }) => (last_used_at ? <When instant={last_used_at} /> : 'never'),
  },
  {
    key: 'today',
    title: 'Today',
    align: 'right',
    onPhone: 'hidden',
    cell: ({ requests_today }) => number(requests_today),
  },
  { key: 'state', title: 'State', onPhone: 'first', cell: (row) => <State row={row} /> },
]

export default function ApiKeysPage() {
  return (
    <ListPage<ApiKey>
      title="API keys"
      noun="API key"
      queryKey="api-keys"
      columns={columns}
      initialSort="-created_at"
      searchable={false}
      fetchPage={listKeys}
      peek={(id, row) => ({
        title: row?.name ?? 'API key',
        content: row ? (
          <>
            <KeyPeek key={`${id}${row.version}`} row={row} />
            <History id={id} />
          </>
        ) : null,
      })}
      create={(close) => <KeyForm close={close} />}
    />
  )
}

function KeyPeek({ row }: { row: ApiKey }) {
  const client = useQueryClient()
  const params = { id: row.id }
  const [asking, setAsking] = useState<'revoke' | 'rotate' | null>(null)
  const [successor, setSuccessor] = useState<string | null>(null)
  const reread = () => client.invalidateQueries({ queryKey: ['api-keys'] })
  const revoke = async () => {
    await api.post('/api-keys/{id}/revoke', { params })
    setAsking(null)
    say(`${row.name} is revoked.`)
    await reread()
  }
  const rotate = async (overlap_hours: number) => {
    setSuccessor((await api.post('/api-keys/{id}/rotate', { params, body: { overlap_hours } })).key)
  }
  const close = () => {
    setAsking(null)
    if (successor) void reread()
  }
  return (
    <>
      <Facts
        facts={[
          ['State', <State row={row} />],
          ['May', row.scopes.join(', ')],
          ['From', row.allowed_addresses.join(', ') || 'anywhere'],
          ['Limit', `${row.per_minute} a minute${row.per_day === null ? '' : `, ${row.per_day} a day`}`],
          ['Expires', row.expires_at ? <When instant={row.expires_at} /> : 'never'],
          ['Created', <When instant={row.created_at} />],
        ]}
      />
      <Usage id={row.id} />
      {!hasEnded(row) && (
        <div className="flex gap-2">
          <Button onClick={() => setAsking('rotate')}>Rotate…</Button>
          <Button className="text-danger" onClick={() => setAsking('revoke')}>
            Revoke…
          </Button>
        </div>
      )}
      {asking === 'revoke' && (
        <Modal title={`Revoke ${row.name}`} onClose={close}>
          <p>Whatever uses this key is refused within a second. This cannot be taken back.</p>
          <div className="flex justify-end gap-2">
            <Button onClick={close}>Cancel</Button>
            <Button look="primary" onClick={() => void revoke().catch(sayFailed)}>
              Revoke key
            </Button>
          </div>
        </Modal>
      )}
      {asking === 'rotate' && (
        <Modal title={`Rotate ${row.name}`} onClose={close}>
          {successor ? (
            <Secret label="The new key, shown this one time" text={successor} />
          ) : (
            <Overlap rotate={(hours) => void rotate(hours).catch(sayFailed)} />
          )}
        </Modal>
      )}
    </>
  )
}

function Overlap({ rotate }: { rotate: (hours: number) => void }) {
  const [hours, setHours] = useState('24')
  return (
    <>
      <p>A new key with the same rights and limits is made. The present one goes on working for a while.</p>
      <SelectField
        label="Both keys work for"
        value={hours}
        onChange={(event) => setHours(event.target.value)}
        options={[
          { value: '0', label: 'No time: the present key ends now' },
          { value: '24', label: 'A day' },
          { value: '168', label: 'A week' },
          { value: '720', label: '30 days' },
        ]}
      />
      <Button look="primary" onClick={() => rotate(Number(hours))}>
        Make the new key
      </Button>
    </>
  )
}

function Usage({ id }: { id: string }) {
  const { data } = useQuery({
    queryKey: ['api-keys', id, 'usage'],
    queryFn: () => api.get('/api-keys/{id}/usage', { params: { id } }),
  })
  if (!data) return null
  if (data.data.length === 0) return <p className="text-text-2">No request in the last 30 days.</p>
  return (
    <table className="text-row">
      <caption className="pb-1 text-left text-meta text-text-3">Requests of the last 30 days, by day in UTC</caption>
      <thead>
        <tr className="text-left text-text-3">
          <th scope="col">Day</th>
          <th scope="col" className="text-right">
            Served
          </th>
          <th scope="col" className="text-right">
            Refused
          </th>
        </tr>
      </thead>
      <tbody>
        {data.data.map(({ day, requests, refused }) => (
          <tr key={day}>
            <td>
              <Day date={day} />
            </td>
            <td className="text-right">{number(requests)}</td>
            <td className="text-right">{number(refused)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
