import { Download } from 'lucide-react'
import { download } from '../data/client.ts'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { useDays } from '../layout/DateRange.tsx'
import { ListPage, type Filter } from '../layout/ListPage.tsx'
import { usePeople } from '../people/calls.ts'
import { Badge, Button } from '../ui/controls.tsx'
import type { Column } from '../ui/DataTable.tsx'
import { When } from '../ui/formats.tsx'
import { sayFailed } from '../ui/toasts.tsx'
import { AuditDeed } from './AuditDeed.tsx'
import { AuditErasure } from './AuditErasure.tsx'
import { AuditSeal } from './AuditSeal.tsx'
import { listDeeds, useActions, type Deed } from './audit-calls.ts'
import { deedOf, fieldOf, kindOf, recordOf, sourceOf, sourceOptions, whoOf } from './audit-words.ts'

const columns: Column<Deed>[] = [
  {
    key: 'when',
    title: 'When',
    sort: 'occurred_at',
    kind: 'date',
    width: 215,
    cell: ({ occurred_at }) => <When instant={occurred_at} />,
  },
  { key: 'who', title: 'Who', width: 140, onPhone: 'first', cell: whoOf },
  {
    key: 'what',
    title: 'What',
    width: 190,
    cell: ({ action, reverted_at }) => (
      <>
        {deedOf(action)} {reverted_at && <Badge tone="warning">Reverted</Badge>}
      </>
    ),
  },
  {
    key: 'record',
    title: 'Record',
    width: 150,
    cell: recordOf,
  },
  {
    key: 'fields',
    title: 'Fields',
    onPhone: 'hidden',
    cell: ({ before, after, erased_at }) =>
      erased_at
        ? 'erased'
        : Object.keys({ ...before, ...after })
            .map(fieldOf)
            .join(', ') || '–',
  },
  { key: 'source', title: 'Through', onPhone: 'hidden', cell: ({ source }) => sourceOf(source) },
  { key: 'ip', title: 'Address', onPhone: 'hidden', cell: ({ ip }) => ip ?? '–' },
]

/** Come from links; lifting one shows everything again. */
const followed = {
  object_id: ['Record', 'This record'],
  person_id: ['Person', 'Done by or to this person'],
  ip: ['Address', 'From this address'],
  request_id: ['Request', 'In this request'],
} as const
const filterNames = [
  'q',
  'object_type',
  'action',
  'actor_id',
  'source',
  'date_from',
  'date_to',
  ...Object.keys(followed),
] as const

export default function AuditPage() {
  const me = useMe()
  const people = usePeople()
  const actions = useActions()
  const { search } = useAddress()
  const types = [...new Set(actions.map((action) => action.split('.')[0]!))]
  const filters: Filter[] = [
    ...Object.entries(followed)
      .filter(([name]) => search[name])
      .map(([name, [label, said]]) => ({
        name,
        label,
        single: true,
        options: [{ value: search[name]!, label: said }],
      })),
    { name: 'actor_id', label: 'Who', single: true, records: people },
    {
      name: 'object_type',
      label: 'Object',
      single: true,
      options: types.map((value) => ({ value, label: kindOf(value) })),
    },
    {
      name: 'action',
      label: 'Action',
      single: true,
      options: actions.map((value) => ({ value, label: deedOf(value) })),
    },
    { name: 'source', label: 'Through', single: true, options: sourceOptions },
  ]
  const { person_id, object_id } = search
  const target = person_id ? { person_id } : object_id ? { object_id } : null
  const asked = { ...Object.fromEntries(filterNames.map((name) => [name, search[name]])), ...useDays(search) }
  return (
    <ListPage<Deed>
      title="Audit"
      noun="deed"
      queryKey="audit"
      columns={columns}
      initialSort="-occurred_at"
      dates="Done"
      filters={filters}
      fetchPage={listDeeds}
      note={<AuditSeal />}
      actions={
        <>
          {target && me.can('audit:erase') && <AuditErasure target={target} />}
          <Button onClick={() => void download('/audit/export', { query: asked }, 'audit.csv').catch(sayFailed)}>
            <Download size={16} aria-hidden />
            Export CSV
          </Button>
        </>
      }
      peek={(_, deed) => ({
        title: deed ? deedOf(deed.action) : 'Deed',
        content: deed ? <AuditDeed key={deed.id} deed={deed} /> : <p>It is not in the list as it is filtered now.</p>,
      })}
    />
  )
}
