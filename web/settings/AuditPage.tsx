import { useQuery } from '@tanstack/react-query'
import { api } from '../data/client.ts'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { History } from '../layout/History.tsx'
import { ListPage } from '../layout/ListPage.tsx'
import { usePeople } from '../people/calls.ts'
import type { Column } from '../ui/DataTable.tsx'
import { When, number, words } from '../ui/formats.tsx'
import { Facts } from '../ui/Panel.tsx'
import { settingsTabs } from './tabs.ts'

type Change = Awaited<ReturnType<typeof listChanges>>['data'][number]
const listChanges = (query: object) => api.get('/audit', { query })

const objectTypes = [
  'account',
  'deal',
  'task',
  'time_entry',
  'import',
  'user',
  'role',
  'team',
  'productivity_user',
  'api_key',
  'session',
  'password',
  'second_factor',
  'passkey',
  'evidence',
  'workspace',
]
const textOf = (value: unknown) =>
  value === null || value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value)
/** "deal.closed" is said as "Deal closed". */
const deedOf = (action: string) => words(action.replace('.', ' '))

const columns: Column<Change>[] = [
  {
    key: 'when',
    title: 'When',
    sort: 'occurred_at',
    kind: 'date',
    width: 150,
    cell: ({ occurred_at }) => <When instant={occurred_at} />,
  },
  { key: 'who', title: 'Who', onPhone: 'first', cell: ({ actor_name, actor_kind }) => actor_name ?? words(actor_kind) },
  { key: 'what', title: 'What', cell: ({ action }) => deedOf(action) },
  {
    key: 'fields',
    title: 'Fields',
    onPhone: 'hidden',
    cell: ({ before, after }) => Object.keys({ ...before, ...after }).join(', ') || '–',
  },
  { key: 'source', title: 'Through', onPhone: 'hidden', cell: ({ source }) => source },
  { key: 'ip', title: 'Address', onPhone: 'hidden', cell: ({ ip }) => ip ?? '–' },
]

/** The ledger: nothing in it can be changed or deleted here, or anywhere. */
function Seal() {
  const { data } = useQuery({ queryKey: ['audit', 'status'], queryFn: () => api.get('/audit/status', {}) })
  if (!data) return null
  return (
    <p className="text-meta text-text-3">
      {number(data.sealed)} changes are sealed in a chain of hashes
      {data.sealed_at && (
        <>
          , the last <When instant={data.sealed_at} />
        </>
      )}
      ; {number(data.waiting)} wait for their seal. <code>npm run audit:verify</code> proves that none was edited,
      deleted or moved.
    </p>
  )
}

export default function AuditPage() {
  const me = useMe()
  const people = usePeople()
  const { search } = useAddress()
  return (
    <>
      <ListPage<Change>
        title="Audit"
        noun="change"
        queryKey="audit"
        columns={columns}
        initialSort="-occurred_at"
        searchable={false}
        tabs={settingsTabs(me.permissions)}
        filters={[
          {
            name: 'object_type',
            label: 'Object',
            single: true,
            options: objectTypes.map((value) => ({ value, label: words(value) })),
          },
          { name: 'actor_id', label: 'Who', single: true, options: people },
          // come from a record's history; lifting it shows everything again
          ...(search['object_id']
            ? [
                {
                  name: 'object_id',
                  label: 'Record',
                  single: true,
                  options: [{ value: search['object_id'], label: 'This record' }],
                },
              ]
            : []),
        ]}
        fetchPage={listChanges}
        peek={(_, row) => ({
          title: row ? deedOf(row.action) : 'Change',
          content: row ? <ChangePeek row={row} /> : null,
        })}
      />
      <Seal />
    </>
  )
}

function ChangePeek({ row }: { row: Change }) {
  const fields = Object.keys({ ...row.before, ...row.after })
  return (
    <>
      <Facts
        facts={[
          ['Who', row.actor_name ?? words(row.actor_kind)],
          ['When', <When instant={row.occurred_at} />],
          ['Object', <History id={row.object_id}>{words(row.object_type)}: all its changes</History>],
          ['Through', row.source],
          ['Address', row.ip ?? '–'],
          ['Request', row.request_id ?? '–'],
          ['Deed', row.deed_id],
        ]}
      />
      {fields.length > 0 && (
        <table className="w-full table-fixed text-row">
          <caption className="sr-only">What was changed</caption>
          <thead>
            <tr className="text-left text-text-3">
              <th scope="col" className="font-medium">
                Field
              </th>
              <th scope="col" className="font-medium">
                Before
              </th>
              <th scope="col" className="font-medium">
                After
              </th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field} className="border-t border-border align-top">
                <th scope="row" className="py-1 pr-2 text-left font-normal wrap-anywhere">
                  {field}
                </th>
                <td className="py-1 pr-2 wrap-anywhere text-text-2">{textOf(row.before?.[field])}</td>
                <td className="py-1 wrap-anywhere">{textOf(row.after?.[field])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}
