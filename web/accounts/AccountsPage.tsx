import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { ListPage } from '../layout/ListPage.tsx'
import { RecordForm, type FieldSpec } from '../layout/RecordForm.tsx'
import { useRecord } from '../layout/useRecord.tsx'
import { usePeople } from '../people/calls.ts'
import { History } from '../layout/History.tsx'
import type { Column } from '../ui/DataTable.tsx'
import { When } from '../ui/formats.tsx'
import { Facts } from '../ui/Panel.tsx'

type Account = Awaited<ReturnType<typeof getAccount>>
const getAccount = (id: string) => api.get('/accounts/{id}', { params: { id } })

const columns: Column<Account>[] = [
  { key: 'name', title: 'Name', sort: 'name', width: 220, cell: ({ name }) => name },
  { key: 'industry', title: 'Industry', onPhone: 'first', cell: ({ industry }) => industry ?? '–' },
  { key: 'owner', title: 'Owner', onPhone: 'hidden', cell: ({ owner_name }) => owner_name ?? '–' },
  { key: 'contact', title: 'Primary contact', cell: ({ primary_contact_name }) => primary_contact_name ?? '–' },
  { key: 'phone', title: 'Phone', optional: true, onPhone: 'hidden', cell: ({ phone }) => phone ?? '–' },
  { key: 'website', title: 'Website', optional: true, onPhone: 'hidden', cell: ({ website }) => website ?? '–' },
  { key: 'tags', title: 'Tags', optional: true, onPhone: 'hidden', cell: ({ tags }) => tags.join(', ') || '–' },
  { key: 'deals', title: 'Open deals', align: 'right', onPhone: 'hidden', cell: ({ open_deals }) => open_deals },
  {
    key: 'updated',
    title: 'Changed',
    sort: 'updated_at',
    kind: 'date',
    width: 150,
    onPhone: 'hidden',
    cell: ({ updated_at }) => <When instant={updated_at} />,
  },
]

export default function AccountsPage() {
  const me = useMe()
  const people = usePeople()
  const fields: FieldSpec[] = [
    { name: 'name', label: 'Name', required: true },
    { name: 'industry', label: 'Industry' },
    { name: 'owner_id', label: 'Owner', options: people },
    { name: 'phone', label: 'Phone' },
    { name: 'website', label: 'Website', hint: 'With https://' },
    { name: 'address', label: 'Address' },
  ]
  return (
    <ListPage<Account>
      title="Accounts"
      noun="account"
      queryKey="accounts"
      views="accounts"
      columns={columns}
      initialSort="name"
      filters={[{ name: 'owner_id', label: 'Owner', options: people }]}
      fetchPage={(query) => api.get('/accounts', { query: query })}
      peek={(id, row) => ({
        title: row?.name ?? 'Account',
        content: (
          <>
            <AccountPeek key={id} id={id} fields={fields} editable={me.can('accounts:write')} />
            <History id={id} />
          </>
        ),
      })}
      create={
        me.can('accounts:write')
          ? (close) => (
              <RecordForm
                fields={fields}
                values={{}}
                action="Create account"
                refresh="accounts"
                done={close}
                save={async (changes) => {
                  const made = await api.post('/accounts', { body: changes as never })
                  return { text: `${made.name} created.` }
                }}
              />
            )
          : null
      }
    />
  )
}

function AccountPeek({ id, fields, editable }: { id: string; fields: FieldSpec[]; editable: boolean }) {
  const { record: account, instead } = useRecord('accounts', id, getAccount)
  if (!account) return instead
  if (!editable)
    return (
      <Facts
        facts={[
          ['Industry', account.industry ?? '–'],
          ['Owner', account.owner_name ?? '–'],
          ['Primary contact', account.primary_contact_name ?? '–'],
          ['Phone', account.phone ?? '–'],
          ['Website', account.website ?? '–'],
          ['Address', account.address ?? '–'],
          ['Open deals', account.open_deals],
        ]}
      />
    )
  const before = account as unknown as Record<string, string | null>
  return (
    <RecordForm
      key={account.version}
      fields={fields}
      values={before}
      action="Save account"
      refresh="accounts"
      save={async (changes) => {
        const saved = await api.patch('/accounts/{id}', { params: { id }, body: changes, version: account.version })
        const back = Object.fromEntries(Object.keys(changes).map((name) => [name, before[name] ?? null]))
        const undo = () => api.patch('/accounts/{id}', { params: { id }, body: back, version: saved.version })
        return { text: 'Account saved.', undo }
      }}
    />
  )
}
