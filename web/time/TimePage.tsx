import { useState } from 'react'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { ListPage } from '../layout/ListPage.tsx'
import { show } from '../layout/opening.ts'
import { LeftAsItIs, useWrite } from '../layout/write.ts'
import { Button } from '../ui/controls.tsx'
import type { Column } from '../ui/DataTable.tsx'
import { When, words } from '../ui/formats.tsx'
import { sayFailed } from '../ui/toasts.tsx'
import { timeTabs, type Entry } from './calls.ts'
import { whoAndWhen } from './columns.tsx'
import { entries, nameOfEntry } from './entries.ts'
import { EntryPeek } from './EntryPeek.tsx'
import { useEntryFilters } from './filters.ts'
import { Badges } from './parts.tsx'
import { Reshape } from './Reshape.tsx'
import { SplitDialog } from './SplitDialog.tsx'
import { WhyPopover } from './WhyPopover.tsx'

const [person, start, duration] = whoAndWhen as [Column<Entry>, Column<Entry>, Column<Entry>]
const columns: Column<Entry>[] = [
  person,
  start,
  {
    key: 'end',
    inFile: 'local_end',
    title: 'End',
    optional: true,
    onPhone: 'hidden',
    cell: ({ end_time }) => <When instant={end_time} timeOnly />,
  },
  duration,
  {
    key: 'deal',
    inFile: 'deal_name',
    title: 'Deal',
    width: 160,
    cell: ({ deal_name, account_name, project_name, title, app }) =>
      // what is on nothing yet is told apart by what it was, as far as one may see that
      deal_name ?? account_name ?? <span className="text-text-3">{project_name ?? title ?? app ?? '–'}</span>,
  },
  {
    key: 'title',
    title: 'Title',
    optional: true,
    onPhone: 'hidden',
    cell: ({ title }) => title ?? '–',
  },
  {
    key: 'account',
    inFile: 'account_name',
    title: 'Account',
    onPhone: 'hidden',
    cell: ({ account_name }) => account_name ?? '–',
  },
  {
    key: 'task',
    inFile: 'task_title',
    title: 'Task',
    optional: true,
    onPhone: 'hidden',
    cell: ({ task_title }) => task_title ?? '–',
  },
  { key: 'source', title: 'Source', optional: true, onPhone: 'hidden', cell: ({ source }) => words(source) },
  {
    key: 'activity',
    inFile: 'activity_type',
    title: 'Activity',
    optional: true,
    onPhone: 'hidden',
    cell: ({ activity_type }) => words(activity_type),
  },
  {
    key: 'billable',
    field: 'billable',
    title: 'Billable',
    optional: true,
    onPhone: 'hidden',
    cell: ({ billable }) => (billable ? 'Yes' : 'No'),
  },
  {
    key: 'tags',
    field: 'tags',
    title: 'Tags',
    optional: true,
    onPhone: 'hidden',
    cell: ({ tags }) => tags.join(', ') || '–',
  },
  { key: 'why', inFile: 'reason', title: 'Reason', onPhone: 'hidden', cell: (entry) => <WhyPopover entry={entry} /> },
  { key: 'status', title: 'Status', onPhone: 'first', cell: (entry) => <Badges entry={entry} /> },
]

const sayUnlessLeft = (error: Error) => void (error instanceof LeftAsItIs || sayFailed(error))

export default function TimePage() {
  const me = useMe()
  const filters = useEntryFilters()
  const [splitting, setSplitting] = useState<Entry | null>(null)
  const writes = me.can('time:write')
  const change = useWrite(entries)
  const flip = (entry: Entry) => void change(entry, { billable: String(!entry.billable) }).catch(sayUnlessLeft)
  return (
    <>
      <ListPage<Entry>
        title="Time Entries"
        noun="time entry"
        queryKey="time"
        views="time"
        bin
        file="/time-entries/export"
        columns={columns}
        initialSort="-start_time"
        tabs={timeTabs(me)}
        dates="Day"
        filters={filters}
        actions={
          writes && (
            <Button look="primary" onClick={() => show('entry')}>
              Create time entry
            </Button>
          )
        }
        fetchPage={(query) => api.get('/time-entries', { query })}
        peek={(id, row) => ({
          title: row ? nameOfEntry(row) : 'Time entry',
          content: <EntryPeek key={id} id={id} />,
        })}
        resource={writes ? entries : undefined}
        bulk={writes ? entries : null}
        deeds={
          writes
            ? [
                { letter: 'B', label: 'Billable or not', run: flip },
                { letter: 'S', label: 'Split…', run: setSplitting },
              ]
            : []
        }
        selected={writes ? (rows, clear) => <Reshape entries={rows} done={clear} /> : null}
      />
      {splitting && <SplitDialog entries={[splitting]} close={() => setSplitting(null)} done={() => {}} />}
    </>
  )
}
