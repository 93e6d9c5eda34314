import { Link } from '@tanstack/react-router'
import { ArrowLeftRight, Check, Clock, EyeOff, HelpCircle, Lock, Merge, ShieldAlert, Split, Trash2 } from 'lucide-react'
import type { LockKind } from '../../domain/locks.ts'
import { useMe } from '../data/me.ts'
import { rulesPath } from '../paths.ts'
import { Badge } from '../ui/controls.tsx'
import { When } from '../ui/formats.tsx'
import type { Entry } from './calls.ts'

const kinds = {
  synced: { tone: 'success', icon: Check, word: 'Synced' },
  unmapped: { tone: 'warning', icon: HelpCircle, word: 'Unmapped' },
  conflict: { tone: 'danger', icon: ArrowLeftRight, word: 'Conflict' },
  quarantined: { tone: 'danger', icon: ShieldAlert, word: 'Quarantined' },
  discarded: { tone: 'neutral', icon: ShieldAlert, word: 'Discarded' },
  private: { tone: 'neutral', icon: EyeOff, word: 'Private' },
  deleted: { tone: 'neutral', icon: Trash2, word: 'Deleted' },
  split: { tone: 'neutral', icon: Split, word: 'Split' },
  merged: { tone: 'neutral', icon: Merge, word: 'Merged' },
  hidden: { tone: 'neutral', icon: EyeOff, word: 'Taken out' },
  pending: { tone: 'info', icon: Clock, word: 'Pending' },
  approved: { tone: 'neutral', icon: Lock, word: 'Approved' },
  period: { tone: 'neutral', icon: Lock, word: 'Locked' },
} as const
type Kind = keyof typeof kinds

/** What a badge is read from; in a list, beside it and on the calendar alike. */
export type Marked = Pick<Entry, 'status' | 'locked' | 'submitted' | 'doubt'> & {
  private?: boolean
  mapping?: Entry['mapping']
  discarded?: boolean
  ended_as?: Entry['ended_as']
}

/** Where it stands, and how far its week is: approved, locked, or handed in and pending. That it is placed goes without saying then. */
export function marksOf(entry: Marked): (typeof kinds)[Kind][] {
  const standing = standingOf(entry)
  const weekly = entry.ended_as || entry.status === 'quarantined' ? null : weekOf(entry)
  return [...(standing === 'synced' && weekly ? [] : [standing]), ...(weekly ? [weekly] : [])].map(
    (kind) => kinds[kind],
  )
}

/** An hour that is there twice is a conflict between two that were recorded. */
function standingOf({ ended_as, discarded, mapping, status, doubt, private: kept }: Marked): Kind {
  if (ended_as) return ended_as
  if (discarded) return 'discarded'
  if (doubt === 'overlap' || doubt === 'repeated') return 'conflict'
  return status === 'synced' && (kept ?? mapping?.private) ? 'private' : status
}

const weekOf = ({ locked, submitted }: Marked): Kind | null => locked ?? (submitted ? 'pending' : null)

/** Where it stands, and that it stays there. */
export const Badges = ({ entry }: { entry: Marked }) => (
  <span className="inline-flex flex-wrap gap-1">
    {marksOf(entry).map((mark) => (
      <Mark key={mark.word} {...mark} />
    ))}
  </span>
)

const Mark = ({ tone, icon: Icon, word }: (typeof kinds)[Kind]) => (
  <Badge tone={tone} icon={<Icon size={12} aria-hidden />}>
    {word}
  </Badge>
)
export const KindBadge = ({ kind }: { kind: Kind }) => <Mark {...kinds[kind]} />

/** Where there is no room for a word: whoever shows it says it otherwise. */
export const MarkIcon = ({ entry }: { entry: Marked }) => {
  const Icon = marksOf(entry).at(-1)!.icon
  return <Icon size={12} className="shrink-0 text-text-2" aria-hidden />
}

const lockReasons: Record<LockKind, string> = {
  approved: 'Its week is approved, so it stays as it is.',
  period: 'Its day is in a closed period, so it stays as it is.',
}

/** Why the entry is where it is: the rule, the text, the runner-up. */
type Explained = Pick<Entry, 'mapping' | 'quarantine_reason' | 'locked'>

export const Why = ({ locked, ...placed }: Explained) => (
  <div className="flex flex-col gap-1">
    <Placed {...placed} />
    {locked && <p className="text-text-2">{lockReasons[locked]}</p>}
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
        <How mapping={mapping} />
        {mapping.matched && `, matched “${mapping.matched}”`}
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

const ways = {
  named: 'Named by what sent it',
  tag: 'By its tag',
  mapping_rule: 'By a mapping rule',
  project_name: 'By its project name',
}

/** What a person decided is no likelihood: it was then. */
function How({ mapping: { rule, confidence, at } }: { mapping: NonNullable<Entry['mapping']> }) {
  if (rule === 'person')
    return (
      <>
        By hand
        {at && (
          <>
            , <When instant={at} />
          </>
        )}
      </>
    )
  return (
    <>
      {ways[rule]}, confidence {Math.round(confidence * 100)} %
    </>
  )
}
