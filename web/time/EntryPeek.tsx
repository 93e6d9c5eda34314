import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { BinButton } from '../layout/Bin.tsx'
import { useRecord } from '../layout/useRecord.tsx'
import { History } from '../layout/History.tsx'
import { newRulePath } from '../paths.ts'
import { Button } from '../ui/controls.tsx'
import { Duration, When, viewerZone } from '../ui/formats.tsx'
import { Facts, Modal } from '../ui/Panel.tsx'
import { getEntry } from './calls.ts'
import { entries, nameOfEntry } from './entries.ts'
import { Origin } from './Origin.tsx'
import { ReopenFor } from '../timesheets/ReopenFor.tsx'
import { Badges, Why } from './parts.tsx'
import { usePlacing } from './placing.ts'
import { Release } from './Release.tsx'
import { ruleFrom } from './rule-from.ts'
import { SplitDialog } from './SplitDialog.tsx'
import { TargetPicker } from './TargetPicker.tsx'

// it knows every change of every clock
const TimesForm = lazy(() => import('../calendar/TimesForm.tsx'))

const Erased = ({ at }: { at: string }) => (
  <>
    Erased, <When instant={at} />
  </>
)

export function EntryPeek({ id }: { id: string }) {
  const me = useMe()
  const { place, sendBack } = usePlacing()
  const { set } = useAddress()
  const [asking, setAsking] = useState<'split' | 'times' | null>(null)
  const close = () => setAsking(null)
  const { record: entry, instead } = useRecord('time', id, getEntry)
  if (!entry) return instead
  const gone = entry.ended_as !== null
  // what is kept aside is never locked; what is locked nobody changes here
  const writes = me.can('time:write') && !gone && (!entry.locked || entry.status === 'quarantined')
  const isOwn = entry.user_id === me.id
  const seenBy = !isOwn ? 'recorded that you looked' : entry.released ? 'released' : 'only you see it'
  const evidence = [
    [`Project, ${seenBy}`, entry.project_from_editor ? entry.project_name : null],
    [`Title, ${seenBy}`, entry.title],
    [`URL, ${seenBy}`, entry.url],
    [`App, ${seenBy}`, entry.app],
  ] satisfies [string, string | null][]
  const erased: [string, ReactNode][] =
    entry.evidence_erased_at === null ? [] : [['Title, URL, app', <Erased at={entry.evidence_erased_at} />]]
  return (
    <>
      <Facts
        facts={[
          ['Person', entry.user_name],
          ['Start', <When instant={entry.start_time} />],
          ['End', <When instant={entry.end_time} />],
          ['Zone', entry.zone === viewerZone() ? entry.zone : `Shown in ${viewerZone()}, worked in ${entry.zone}`],
          ['Duration', <Duration seconds={entry.duration_seconds} />],
          ['Account', entry.account_name ?? '–'],
          ['Deal', entry.deal_name ?? '–'],
          ['Task', entry.task_title ?? '–'],
          ['Billable', entry.billable ? 'Yes' : 'No'],
          ...(entry.project_from_editor
            ? []
            : ([['Project name', entry.project_name ?? '–']] satisfies [string, string][])),
          ['Tags', entry.tags.join(', ') || '–'],
          ['Status', <Badges entry={entry} />],
          ...evidence.filter(([, value]) => value !== null),
          ...erased,
        ]}
      />
      <section aria-label="Why" className="rounded-card bg-sunken p-3">
        <h3 className="font-semibold">Why?</h3>
        <Why mapping={entry.mapping} quarantine_reason={entry.quarantine_reason} locked={entry.locked} />
      </section>
      <Origin entry={entry} />
      {isOwn && !gone && <Release entries={[entry]} />}
      {entry.locked === 'approved' && !gone && <ReopenFor entry={entry} />}
      {writes && entry.status === 'unmapped' && (
        <TargetPicker
          label="Map to…"
          onChoose={({ account_id, deal_id, deal_name, account_name }) =>
            void place([id], { account_id, deal_id, name: deal_name ?? account_name })
          }
        />
      )}
      {writes && (
        <div className="flex flex-wrap gap-2">
          {entry.status === 'synced' && <Button onClick={() => void sendBack([entry])}>Send back to review</Button>}
          {entry.status !== 'quarantined' && <Button onClick={() => setAsking('times')}>Times…</Button>}
          {entry.status !== 'quarantined' && <Button onClick={() => setAsking('split')}>Split…</Button>}
        </div>
      )}
      {(writes || (me.can('time:write') && entry.ended_as === 'deleted')) && (
        <BinButton resource={entries} row={entry} />
      )}
      {asking === 'split' && <SplitDialog entries={[entry]} close={close} done={() => set({ peek: undefined })} />}
      {asking === 'times' && (
        <Modal title={`Times of ${nameOfEntry(entry)}`} onClose={close}>
          <Suspense>
            <TimesForm entry={entry} zone={entry.zone} done={close} />
          </Suspense>
        </Modal>
      )}
      {me.can('rules:write') && !gone && (
        <Link {...(ruleFrom(entry) as object)} to={newRulePath} className="text-accent-text underline">
          Make a rule from this entry
        </Link>
      )}
      <History id={id} />
    </>
  )
}
