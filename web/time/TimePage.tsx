import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../data/client.ts'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { ListPage } from '../layout/ListPage.tsx'
import { usePeople } from '../people/calls.ts'
import { Button, TextField } from '../ui/controls.tsx'
import type { Column } from '../ui/DataTable.tsx'
import { Duration, When, words } from '../ui/formats.tsx'
import { Facts } from '../ui/Panel.tsx'
import { Loading } from '../ui/states.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { assign, getEntry, giveBack, timeTabs, type Entry } from './calls.ts'
import { StatusBadge, Why } from './parts.tsx'
import { TargetPicker } from './TargetPicker.tsx'

const columns: Column<Entry>[] = [
  { key: 'person', title: 'Person', cell: ({ user_name }) => user_name },
  { key: 'start', title: 'Start', sort: 'start_time', cell: ({ start_time }) => <When instant={start_time} /> },
  {
    key: 'duration',
    title: 'Duration',
    sort: 'duration_seconds',
    align: 'right',
    cell: ({ duration_seconds }) => <Duration seconds={duration_seconds} />,
  },
  {
    key: 'deal',
    title: 'Deal',
    cell: ({ deal_name, account_name, project_name }) =>
      deal_name ?? account_name ?? <span className="text-text-3">{project_name ?? '–'}</span>,
  },
  { key: 'account', title: 'Account', cell: ({ account_name }) => account_name ?? '–' },
  { key: 'billable', title: 'Billable', cell: ({ billable }) => (billable ? 'Yes' : 'No') },
  { key: 'status', title: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
]

export default function TimePage() {
  const me = useMe()
  const people = usePeople()
  const { search, set } = useAddress()
  return (
    <ListPage<Entry>
      title="Time Entries"
      noun="time entry"
      queryKey="time"
      columns={columns}
      initialSort="-start_time"
      tabs={timeTabs(me.can('imports:write'))}
      filters={[
        { name: 'user_id', label: 'Person', options: people },
        {
          name: 'status',
          label: 'Status',
          options: ['synced', 'unmapped', 'quarantined'].map((value) => ({ value, label: words(value) })),
        },
        {
          name: 'source',
          label: 'Source',
          options: ['agent', 'manual'].map((value) => ({ value, label: words(value) })),
        },
      ]}
      extra={
        <>
          <TextField
            label="From"
            hideLabel
            aria-label="From day"
            type="date"
            defaultValue={search['date_from'] ?? ''}
            onChange={(event) => set({ date_from: event.target.value || undefined })}
          />
          <TextField
            label="To"
            hideLabel
            aria-label="To day"
            type="date"
            defaultValue={search['date_to'] ?? ''}
            onChange={(event) => set({ date_to: event.target.value || undefined })}
          />
        </>
      }
      fetchPage={(query) => api.get('/time-entries', { query: query })}
      peek={(id) => ({ title: 'Time entry', content: <EntryPeek key={id} id={id} /> })}
    />
  )
}

function EntryPeek({ id }: { id: string }) {
  const me = useMe()
  const client = useQueryClient()
  const { data: entry } = useQuery({ queryKey: ['time', id], queryFn: () => getEntry(id) })
  if (!entry) return <Loading rows={4} />
  const refresh = () =>
    Promise.all(['time', 'unmapped', 'reports'].map((key) => client.invalidateQueries({ queryKey: [key] })))
  const run = (deed: () => Promise<unknown>, text: string, undo: (() => Promise<unknown>) | null) =>
    void deed().then(async () => {
      say(text, undo && (() => undo().then(refresh)))
      await refresh()
    }, sayFailed)
  return (
    <>
      <Facts
        facts={[
          ['Person', entry.user_name],
          ['Start', <When instant={entry.start_time} />],
          ['End', <When instant={entry.end_time} />],
          ['Duration', <Duration seconds={entry.duration_seconds} />],
          ['Zone', entry.zone],
          ['Account', entry.account_name ?? '–'],
          ['Deal', entry.deal_name ?? '–'],
          ['Task', entry.task_title ?? '–'],
          ['Project name', entry.project_name ?? '–'],
          ['Tags', entry.tags.join(', ') || '–'],
          ['Status', <StatusBadge status={entry.status} />],
          ...(entry.title ? ([['Title, only you see it', entry.title]] as [string, string][]) : []),
        ]}
      />
      <section aria-label="Why" className="rounded-card bg-sunken p-3">
        <h3 className="font-semibold">Why?</h3>
        <Why mapping={entry.mapping} quarantine_reason={entry.quarantine_reason} />
      </section>
      {me.can('time:write') && entry.status === 'unmapped' && (
        <TargetPicker
          label="Map to…"
          onChoose={(target) =>
            run(
              () => assign([id], { deal_id: target.deal_id, account_id: target.account_id }),
              `Placed on ${target.deal_name ?? target.account_name}.`,
              () => giveBack([id]),
            )
          }
        />
      )}
      {me.can('time:write') && entry.status === 'synced' && (
        <Button onClick={() => run(() => giveBack([id]), 'Back in the review queue.', null)}>
          Send back to review
        </Button>
      )}
    </>
  )
}
