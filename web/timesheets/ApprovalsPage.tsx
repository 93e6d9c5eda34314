import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { ListPage } from '../layout/ListPage.tsx'
import { usePeople } from '../people/calls.ts'
import { timeTabs } from '../time/calls.ts'
import type { Column } from '../ui/DataTable.tsx'
import { Day, Duration, words } from '../ui/formats.tsx'
import { Approving } from './Approving.tsx'
import { daysOf, listSheets, type Sheet } from './calls.ts'
import { remarksOn, StateBadge } from './parts.tsx'
import { SheetPeek } from './SheetPeek.tsx'

const columns: Column<Sheet>[] = [
  { key: 'person', title: 'Person', cell: ({ user_name }) => user_name },
  {
    key: 'week',
    title: 'Week from',
    sort: 'week',
    kind: 'date',
    width: 110,
    cell: ({ week }) => <Day date={week} />,
  },
  {
    key: 'placed',
    title: 'Placed',
    align: 'right',
    width: 80,
    cell: ({ placed_seconds }) => <Duration seconds={placed_seconds} />,
  },
  {
    key: 'worked_on',
    title: 'Most of it on',
    width: 240,
    onPhone: 'hidden',
    cell: ({ worked_on }) =>
      worked_on
        .slice(0, 3)
        .map(({ deal_name, account_name }) => deal_name ?? account_name ?? 'Internal work')
        .join(', ') || '–',
  },
  {
    key: 'remarks',
    title: 'Look at',
    width: 260,
    cell: (sheet) => remarksOn(sheet).join(' · ') || <span className="text-text-3">nothing unusual</span>,
  },
  { key: 'state', title: 'State', onPhone: 'first', width: 110, cell: ({ state }) => <StateBadge state={state} /> },
]

/** The weeks of one's people: those that wait first, each with what stands in it. */
export default function ApprovalsPage() {
  const me = useMe()
  const people = usePeople()
  const { set } = useAddress()
  return (
    <ListPage<Sheet>
      title="Approvals"
      noun="week"
      queryKey="timesheets"
      columns={columns}
      initialSort="week"
      tabs={timeTabs(me)}
      dates="Week"
      searchable={false}
      filters={[
        {
          name: 'state',
          label: 'State',
          initial: 'submitted',
          options: ['submitted', 'approved', 'denied', 'open'].map((value) => ({ value, label: words(value) })),
        },
        { name: 'user_id', label: 'Person', records: people },
      ]}
      note={
        <p className="text-text-2">
          Weeks your people submitted. Approving locks a week; denying gives it back with a reason.
        </p>
      }
      fetchPage={listSheets}
      peek={(id, row) => ({
        title: row ? `${row.user_name}, ${daysOf(row)}` : 'Week',
        content: <SheetPeek key={id} id={id} done={() => set({ peek: undefined })} />,
      })}
      selected={(sheets, clear) => <Approving sheets={sheets} done={clear} />}
    />
  )
}
