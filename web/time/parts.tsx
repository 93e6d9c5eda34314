import { Link } from '@tanstack/react-router'
import { Check, EyeOff, HelpCircle, Lock, Merge, ShieldAlert, Split, Trash2 } from 'lucide-react'
import { useMe } from '../data/me.ts'
import { rulesPath } from '../paths.ts'
import { Badge } from '../ui/controls.tsx'
import { words } from '../ui/formats.tsx'
import type { Entry } from './calls.ts'

const kinds = {
  synced: { tone: 'success', icon: Check, word: 'Synced' },
  unmapped: { tone: 'warning', icon: HelpCircle, word: 'Unmapped' },
  quarantined: { tone: 'danger', icon: ShieldAlert, word: 'Quarantined' },
  discarded: { tone: 'neutral', icon: ShieldAlert, word: 'Discarded' },
  private: { tone: 'neutral', icon: EyeOff, word: 'Private' },
  deleted: { tone: 'neutral', icon: Trash2, word: 'Deleted' },
  split: { tone: 'neutral', icon: Split, word: 'Split' },
  merged: { tone: 'neutral', icon: Merge, word: 'Merged' },
  hidden: { tone: 'neutral', icon: EyeOff, word: 'Taken out' },
} as const

/** How an entry stands, in one word. */
const EntryBadge = ({ entry }: { entry: Entry }) => <StatusBadge status={standingOf(entry)} />

function standingOf({ ended_as, discarded, mapping, status }: Entry): keyof typeof kinds {
  if (ended_as) return ended_as
  if (discarded) return 'discarded'
  return status === 'synced' && mapping?.private ? 'private' : status
}

export function StatusBadge({ status }: { status: keyof typeof kinds }) {
  const { tone, icon: Icon, word } = kinds[status]
  return (
    <Badge tone={tone} icon={<Icon size={12} aria-hidden />}>
      {word}
    </Badge>
  )
}

const locks = {
  approved: { word: 'Approved', why: 'Its week is approved, so it stays as it is.' },
  period: { word: 'Locked', why: 'Its day is in a closed period, so it stays as it is.' },
} as const

const LockBadge = ({ locked }: { locked: NonNullable<Entry['locked']> }) => (
  <Badge icon={<Lock size={12} aria-hidden />}>{locks[locked].word}</Badge>
)

/** Where it stands, and that it stays there. */
export const Badges = ({ entry }: { entry: Entry }) => (
  <span className="inline-flex flex-wrap gap-1">
    {(standingOf(entry) !== 'synced' || !entry.locked) && <EntryBadge entry={entry} />}
    {entry.locked && !entry.ended_as && <LockBadge locked={entry.locked} />}
  </span>
)

/** Why the entry is where it is: the rule, the text, the runner-up. */
type Explained = Pick<Entry, 'mapping' | 'quarantine_reason' | 'locked'>

export const Why = ({ locked, ...placed }: Explained) => (
  <div className="flex flex-col gap-1">
    <Placed {...placed} />
    {locked && <p className="text-text-2">{locks[locked].why}</p>}
  </div>
)

function Placed({ mapping, quarantine_reason }: Omit<Explained, 'locked'>) {
  const me = useMe()
  if (quarantine_reason) return <p>{quarantine_reason}</p>
  if (!mapping) return <p>No rule could place it for sure; it waits for a person.</p>
  return (
    <div className="flex flex-col gap-1">
      <p>{mapping.reason}</p>
      <p className="text-meta text-text-3">
        {mapping.rule === 'mapping_rule' ? 'Mapping rule' : `By ${words(mapping.rule).toLowerCase()}`}, confidence{' '}
        {Math.round(mapping.confidence * 100)} %{mapping.matched && `, matched “${mapping.matched}”`}
        {mapping.runner_up &&
          `, next best ${mapping.runner_up.name} (${Math.round(mapping.runner_up.confidence * 100)} %)`}
      </p>
      {mapping.rule_id && me.can('rules:read') && (
        <Link to={`${rulesPath}/$id`} params={{ id: mapping.rule_id } as never} className="text-accent-text underline">
          Open the rule
        </Link>
      )}
    </div>
  )
}
