import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { doubtKinds } from '../../domain/doubts.ts'
import { api } from '../data/client.ts'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { ListPage } from '../layout/ListPage.tsx'
import { usePeople } from '../people/calls.ts'
import type { Column } from '../ui/DataTable.tsx'
import { Duration } from '../ui/formats.tsx'
import { timeTabs } from './calls.ts'
import { whoAndWhen } from './columns.tsx'
import { Deciding, Reason } from './Deciding.tsx'
import { EntryPeek } from './EntryPeek.tsx'
import { doubtWords, quarantineQuery, type Aside, type Decision } from './quarantine.ts'

/** A deal or task it is put on when it is released, or the name of a project by which its place is looked for. */
const namedBy = ({ named_deal_name, named_task_title, project_name }: Aside) =>
  [named_deal_name, named_task_title].filter(Boolean).join(' · ') || (project_name ?? '–')

const columns: Column<Aside>[] = [
  ...(whoAndWhen as Column<Aside>[]),
  { key: 'doubt', title: 'Doubt', width: 150, cell: ({ doubt }) => doubtWords[doubt] },
  { key: 'reason', title: 'Why it is aside', width: 340, cell: ({ quarantine_reason }) => quarantine_reason },
  { key: 'device', title: 'Sent by', onPhone: 'hidden', cell: ({ device_name }) => device_name ?? '–' },
  { key: 'names', title: 'It names', width: 160, onPhone: 'hidden', cell: namedBy },
]

type Asked = { decision: Decision; entry: Aside }

/** Time that is not believed. It counts nowhere until somebody decides; what was discarded is one filter away. */
export default function QuarantinePage() {
  const me = useMe()
  const people = usePeople()
  const { search } = useAddress()
  const [asked, setAsked] = useState<Asked | null>(null)
  const { data: summary } = useQuery(quarantineQuery)
  const discarded = search['discarded'] === 'true'
  const decides = me.can('time:write')
  const ask = (decision: Decision) => (entry: Aside) => setAsked({ decision, entry })
  const devices = summary?.devices.map(({ id, name }) => ({ value: id, label: name })) ?? []
  return (
    <>
      <ListPage<Aside>
        title="Time Entries"
        noun="time entry"
        queryKey="time"
        columns={columns}
        initialSort="-start_time"
        tabs={timeTabs(me)}
        dates="Day"
        searchable={false}
        filters={[
          {
            name: 'doubt',
            label: 'Doubt',
            options: doubtKinds.map((value) => ({ value, label: doubtWords[value] })),
          },
          { name: 'user_id', label: 'Person', records: people },
          { name: 'device_id', label: 'Sent by', options: devices },
          { name: 'discarded', label: 'Discarded', single: true, options: [{ value: 'true', label: 'Discarded' }] },
        ]}
        note={
          <p className="text-text-2">
            {discarded ? (
              'Discarded: these are no time. Release one that is time after all.'
            ) : (
              <>
                Kept aside, because it cannot be true as it stands. It counts nowhere until you release or discard it.
                {summary !== undefined && summary.entries > 0 && (
                  <>
                    {' '}
                    In all <Duration seconds={summary.seconds} /> wait.
                  </>
                )}
              </>
            )}
          </p>
        }
        fetchPage={(query) => api.get('/quarantined-time-entries', { query: { ...query, discarded } })}
        deeds={
          decides
            ? [
                { letter: 'R', label: 'Release…', run: ask('release') },
                { letter: 'N', label: 'Release as not billable…', run: ask('release_free') },
                ...(discarded ? [] : [{ letter: 'D', label: 'Discard…', run: ask('discard') }]),
              ]
            : []
        }
        peek={(id, row) => ({
          title: 'Time kept aside',
          content: (
            <>
              <EntryPeek key={id} id={id} />
              {row && decides && (
                <div className="flex flex-wrap gap-2">
                  <Deciding entries={[row]} done={() => {}} />
                </div>
              )}
            </>
          ),
        })}
        selected={decides ? (entries, clear) => <Deciding entries={entries} done={clear} /> : null}
      />
      {asked && (
        <Reason decision={asked.decision} entries={[asked.entry]} done={() => {}} onClose={() => setAsked(null)} />
      )}
    </>
  )
}
