import { api } from '../data/client.ts'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { ListPage } from '../layout/ListPage.tsx'
import { usePeople } from '../people/calls.ts'
import type { Column } from '../ui/DataTable.tsx'
import { timeTabs, type Entry } from './calls.ts'
import { whoAndWhen } from './columns.tsx'
import { Deciding } from './Deciding.tsx'
import { EntryPeek } from './EntryPeek.tsx'

const columns: Column<Entry>[] = [
  ...whoAndWhen,
  { key: 'reason', title: 'Why it is aside', width: 420, cell: ({ quarantine_reason }) => quarantine_reason },
  { key: 'project', title: 'Project name', onPhone: 'hidden', cell: ({ project_name }) => project_name ?? '–' },
]

/** Time that is not believed. It counts nowhere until somebody decides; what was discarded is one filter away. */
export default function QuarantinePage() {
  const me = useMe()
  const people = usePeople()
  const { search } = useAddress()
  const discarded = search['discarded'] === 'true'
  return (
    <ListPage<Entry>
      title="Time Entries"
      noun="time entry"
      queryKey="time"
      columns={columns}
      initialSort="-start_time"
      tabs={timeTabs(me)}
      dates="Day"
      searchable={false}
      filters={[
        { name: 'user_id', label: 'Person', records: people },
        { name: 'discarded', label: 'Discarded', single: true, options: [{ value: 'true', label: 'Discarded' }] },
      ]}
      note={
        <p className="text-text-2">
          {discarded
            ? 'Discarded: these are no time. Release one that is time after all.'
            : 'Kept aside, because it cannot be true as it stands. It counts nowhere until you release or discard it.'}
        </p>
      }
      fetchPage={(query) => api.get('/time-entries', { query: { ...query, status: ['quarantined'], discarded } })}
      peek={(id, row) => ({
        title: 'Time kept aside',
        content: (
          <>
            <EntryPeek key={id} id={id} />
            {row && me.can('time:write') && (
              <div className="flex flex-wrap gap-2">
                <Deciding entries={[row]} done={() => {}} />
              </div>
            )}
          </>
        ),
      })}
      selected={me.can('time:write') ? (entries, clear) => <Deciding entries={entries} done={clear} /> : null}
    />
  )
}
