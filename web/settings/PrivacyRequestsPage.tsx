import { ListPage } from '../layout/ListPage.tsx'
import { useAddress } from '../data/list.ts'
import { usePeople } from '../people/calls.ts'
import { RequestPeek } from '../privacy/RequestPeek.tsx'
import { askedFor, listRequests, matterOf, stateTones, stateWords, type Request } from '../privacy/requests.ts'
import { Badge } from '../ui/controls.tsx'
import type { Column } from '../ui/DataTable.tsx'
import { Day, When } from '../ui/formats.tsx'

const columns: Column<Request>[] = [
  { key: 'person', title: 'Person', width: 180, cell: ({ user_name }) => user_name },
  { key: 'asked', title: 'Asks to', width: 360, cell: askedFor },
  {
    key: 'came',
    title: 'Came',
    width: 170,
    onPhone: 'hidden',
    cell: ({ created_at }) => <When instant={created_at} />,
  },
  {
    key: 'due_on',
    title: 'Due',
    sort: 'due_on',
    kind: 'date',
    width: 140,
    cell: ({ due_on, overdue }) => (
      <span className={overdue ? 'text-danger' : undefined}>
        <Day date={due_on} />
        {overdue && ', overdue'}
      </span>
    ),
  },
  {
    key: 'state',
    title: 'State',
    onPhone: 'first',
    width: 160,
    cell: ({ state }) => <Badge tone={stateTones[state]}>{stateWords[state]}</Badge>,
  },
]

/** What people asked about their own data; what is due first stands first. */
export default function PrivacyRequestsPage() {
  const people = usePeople()
  const { set } = useAddress()
  return (
    <ListPage<Request>
      title="Privacy requests"
      noun="request"
      queryKey="privacy-requests"
      columns={columns}
      initialSort="due_on"
      searchable={false}
      filters={[
        {
          name: 'state',
          label: 'State',
          initial: 'open',
          options: Object.entries(stateWords).map(([value, label]) => ({ value, label })),
        },
        {
          name: 'kind',
          label: 'Kind',
          options: [
            { value: 'correction', label: 'Correction' },
            { value: 'erasure', label: 'Erasure' },
          ],
        },
        { name: 'user_id', label: 'Person', records: people },
      ]}
      note={
        <p className="text-text-2">
          People ask under My data to have what is held about them corrected or erased. An answer is due within a month.
        </p>
      }
      fetchPage={listRequests}
      peek={(id, row) => ({
        title: row ? `${row.user_name}: ${row.kind} of ${matterOf(row)}` : 'Privacy request',
        content: <RequestPeek key={id} id={id} done={() => set({ peek: undefined })} />,
      })}
    />
  )
}
