import { accountFilter } from '../accounts/lookup.ts'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { dealFilter } from '../deals/lookup.ts'
import { ListPage } from '../layout/ListPage.tsx'
import { usePeople } from '../people/calls.ts'
import type { Column } from '../ui/DataTable.tsx'
import { words } from '../ui/formats.tsx'
import { BulkBar } from './BulkBar.tsx'
import { timeTabs, type Entry } from './calls.ts'
import { whoAndWhen } from './columns.tsx'
import { EntryPeek } from './EntryPeek.tsx'
import { StatusBadge } from './parts.tsx'
import { WhyPopover } from './WhyPopover.tsx'

const columns: Column<Entry>[] = [
  ...whoAndWhen,
  {
    key: 'deal',
    title: 'Deal',
    width: 160,
    cell: ({ deal_name, account_name, project_name }) =>
      deal_name ?? account_name ?? <span className="text-text-3">{project_name ?? '–'}</span>,
  },
  { key: 'account', title: 'Account', onPhone: 'hidden', cell: ({ account_name }) => account_name ?? '–' },
  {
    key: 'billable',
    title: 'Billable',
    optional: true,
    onPhone: 'hidden',
    cell: ({ billable }) => (billable ? 'Yes' : 'No'),
  },
  { key: 'why', title: 'Reason', onPhone: 'hidden', cell: (entry) => <WhyPopover entry={entry} /> },
  { key: 'status', title: 'Status', onPhone: 'first', cell: ({ status }) => <StatusBadge status={status} /> },
]

export default function TimePage() {
  const me = useMe()
  const people = usePeople()
  return (
    <ListPage<Entry>
      title="Time Entries"
      noun="time entry"
      queryKey="time"
      views="time"
      columns={columns}
      initialSort="-start_time"
      tabs={timeTabs(me)}
      dates="Day"
      filters={[
        { name: 'user_id', label: 'Person', records: people },
        ...(me.can('accounts:read') ? [accountFilter] : []),
        ...(me.can('deals:read') ? [dealFilter] : []),
        {
          name: 'status',
          label: 'Status',
          options: ['synced', 'unmapped', 'quarantined'].map((value) => ({ value, label: words(value) })),
        },
        {
          name: 'source',
          label: 'Source',
          single: true,
          options: ['agent', 'manual'].map((value) => ({ value, label: words(value) })),
        },
      ]}
      fetchPage={(query) => api.get('/time-entries', { query: query })}
      peek={(id) => ({ title: 'Time entry', content: <EntryPeek key={id} id={id} /> })}
      selected={me.can('time:write') ? (entries, done) => <BulkBar entries={entries} done={done} /> : null}
    />
  )
}
