import { Archive, Eye, Lightbulb, PencilRuler, Zap } from 'lucide-react'
import type { ReactNode } from 'react'
import { Badge } from '../ui/controls.tsx'
import type { Rule, State, Target } from './calls.ts'

export const states = {
  draft: { tone: 'neutral', icon: PencilRuler, word: 'Draft', does: 'Does nothing yet.' },
  shadow: {
    tone: 'info',
    icon: Eye,
    word: 'Shadow',
    does: 'Is watched: you see what it would do, and nothing changes.',
  },
  active: { tone: 'success', icon: Zap, word: 'Active', does: 'Places time as it arrives.' },
  suggest: {
    tone: 'warning',
    icon: Lightbulb,
    word: 'Suggest only',
    does: 'Is a guess in the review queue; people decide.',
  },
  retired: { tone: 'neutral', icon: Archive, word: 'Retired', does: 'Does nothing any more; what it placed stays.' },
} as const satisfies Record<State, { tone: string; icon: typeof Eye; word: string; does: string }>

export function StateBadge({ state }: { state: State }) {
  const { tone, icon: Icon, word } = states[state]
  return (
    <Badge tone={tone} icon={<Icon size={12} aria-hidden />}>
      {word}
    </Badge>
  )
}

export const percent = (share: number) => `${Math.round(share * 1_000) / 10} %`

/** "96 % of 48" with the interval behind it. */
export function Precision({ of }: { of: Rule['proof'] }) {
  if (!of || of.share === null) return <span className="text-text-3">{of ? 'Unproven' : '–'}</span>
  return (
    <span title={`Between ${percent(of.low!)} and ${percent(of.high!)} at 95 %`}>
      {percent(of.share)} <span className="text-text-3">of {of.reviewed}</span>
    </span>
  )
}

/** What becomes of an entry, in one phrase. */
export function targetInWords({ kind, billable }: Pick<Target, 'kind' | 'billable'>, name: string | null): string {
  const mark = billable === null ? '' : billable ? ', billable' : ', not billable'
  if (kind === 'billable') return billable ? 'Billable' : 'Not billable'
  if (kind === 'private') return 'Private: only the time is kept'
  if (kind === 'ignore') return 'No customer, not billable'
  return `${name ?? 'Gone'}${mark}`
}

export const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section aria-label={title} className="flex flex-col gap-3 rounded-card border border-border bg-surface p-4">
    <h2 className="text-section font-semibold">{title}</h2>
    {children}
  </section>
)
