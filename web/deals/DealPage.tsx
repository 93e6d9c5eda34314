import { Link, useParams } from '@tanstack/react-router'
import { NotebookPen, SquareCheckBig } from 'lucide-react'
import { useState } from 'react'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { BinButton } from '../layout/Bin.tsx'
import { useKeys } from '../layout/keys.ts'
import { PageHeader } from '../layout/PageHeader.tsx'
import { Quick } from '../layout/RecordPage.tsx'
import { RecordTabs, useTab } from '../layout/RecordTabs.tsx'
import { useRecord } from '../layout/useRecord.tsx'
import { NoteComposer } from '../notes/NoteComposer.tsx'
import { Notes } from '../notes/Notes.tsx'
import { Timeline } from '../notes/Timeline.tsx'
import { TasksOf } from '../tasks/TasksOf.tsx'
import { StartTimer } from '../timers/StartTimer.tsx'
import { Day, Duration, money } from '../ui/formats.tsx'
import { DealFacts } from './DealPeek.tsx'
import { EditDeal, useDeals } from './DealForms.tsx'
import { DealHistory } from './DealHistory.tsx'
import { DealTime } from './DealTime.tsx'
import { StageStepper } from './StageStepper.tsx'
import { getDeal, type Deal } from './calls.tsx'

export default function DealPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const { record: deal, instead } = useRecord('deals', id, getDeal)
  return deal ? <Sides key={id} deal={deal} /> : instead
}

function Sides({ deal }: { deal: Deal }) {
  const me = useMe()
  const tabs = [
    { name: 'overview', title: 'Overview' },
    ...(me.can('tasks:read') ? [{ name: 'tasks', title: 'Tasks' }] : []),
    ...(me.can('time:read') ? [{ name: 'time', title: 'Time' }] : []),
    { name: 'notes', title: 'Notes' },
    { name: 'history', title: 'History' },
  ]
  const deals = useDeals()
  const writes = me.can('deals:write') && deal.deleted_at === null
  const parent = { deal_id: deal.id }
  const tab = useTab(tabs)
  const { set } = useAddress()
  const [asked, setAsked] = useState({ notes: 0, tasks: 0 })
  const writesTasks = me.can('tasks:write') && deal.deleted_at === null
  const writeNote = () => {
    set({ tab: undefined })
    setAsked({ ...asked, notes: asked.notes + 1 })
  }
  const makeTask = () => {
    set({ tab: 'tasks' })
    setAsked({ ...asked, tasks: asked.tasks + 1 })
  }
  useKeys({ ...(writes && { n: writeNote }), ...(writesTasks && { t: makeTask }) })
  return (
    <>
      <PageHeader title={deal.name}>
        <Link to="/deals" className="inline-flex min-h-(--control) items-center text-accent-text underline">
          All deals
        </Link>
        {deal.deleted_at === null && <StartTimer on={{ deal_id: deal.id }} name={deal.name} />}
        {writes && <Quick icon={NotebookPen} title="Add note" letter="N" run={writeNote} />}
        {writesTasks && <Quick icon={SquareCheckBig} title="Add task" letter="T" run={makeTask} />}
      </PageHeader>
      {deal.deleted_at !== null && (
        <p role="status" className="rounded-card bg-warning-soft px-3 py-2 text-warning">
          This deal is deleted. Restore it to change it.
        </p>
      )}
      <Figures deal={deal} />
      <StageStepper deal={deal} />
      <RecordTabs tabs={tabs} current={tab} />
      {tab === 'overview' && (
        <div className="grid gap-6 lg:grid-cols-[1fr_24rem]">
          <div className="flex flex-col gap-4">
            {writes && <NoteComposer key={asked.notes} parent={parent} autoFocus={asked.notes > 0} />}
            <Timeline parent={parent} />
          </div>
          <section aria-label="Facts" className="flex flex-col gap-4 rounded-card border border-border bg-surface p-4">
            {writes ? <EditDeal deal={deal} /> : <DealFacts deal={deal} />}
            {me.can('deals:write') && <BinButton resource={deals} row={deal} />}
          </section>
        </div>
      )}
      {tab === 'tasks' && <TasksOf key={asked.tasks} of={parent} autoFocus={asked.tasks > 0} />}
      {tab === 'time' && <DealTime deal={deal} />}
      {tab === 'notes' && <Notes parent={parent} writable={writes} />}
      {tab === 'history' && <DealHistory id={deal.id} />}
    </>
  )
}

/** What one wants to know first. */
function Figures({ deal }: { deal: Deal }) {
  const { can } = useMe()
  const figures: [string, React.ReactNode][] = [
    [
      'Account',
      can('accounts:read') ? (
        <Link
          to="/accounts/$id"
          params={{ id: deal.account_id } as never}
          className="inline-flex items-center text-accent-text underline max-md:min-h-11"
        >
          {deal.account_name}
        </Link>
      ) : (
        deal.account_name
      ),
    ],
    ...(can('values:read') ? ([['Value', deal.value ? money(deal.value) : '–']] as [string, string][]) : []),
    ['Probability', `${deal.probability} %`],
    ['Close date', <Day date={deal.end_date} />],
    [
      'Hours',
      <>
        <Duration seconds={deal.tracked_seconds} />
        {deal.budget_hours && ` of ${Number(deal.budget_hours)}`}
      </>,
    ],
    ['Owner', deal.owner_name ?? 'Nobody'],
    ...(deal.closed_reason ? ([['Closed because', deal.closed_reason]] as [string, string][]) : []),
  ]
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt className="text-meta text-text-3">{name}</dt>
          <dd className="text-section font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
