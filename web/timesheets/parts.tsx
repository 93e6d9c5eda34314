import { CircleDashed, Lock, Send, Undo2 } from 'lucide-react'
import { Badge } from '../ui/controls.tsx'
import { hours } from '../ui/formats.tsx'
import { unusual, type Sheet } from './calls.ts'

const kinds = {
  open: { tone: 'neutral', icon: CircleDashed, word: 'Open' },
  submitted: { tone: 'info', icon: Send, word: 'Submitted' },
  denied: { tone: 'danger', icon: Undo2, word: 'Denied' },
  approved: { tone: 'success', icon: Lock, word: 'Approved' },
} as const

export function StateBadge({ state }: { state: Sheet['state'] }) {
  const { tone, icon: Icon, word } = kinds[state]
  return (
    <Badge tone={tone} icon={<Icon size={12} aria-hidden />}>
      {word}
    </Badge>
  )
}

/** What to look at before deciding. */
export function remarksOn(sheet: Sheet): string[] {
  const { waiting_seconds, quarantined_seconds, changed } = sheet
  return [
    ...(waiting_seconds > 0 ? [`${hours(waiting_seconds)} in review`] : []),
    ...(changed ? ['changed since it was submitted'] : []),
    ...(quarantined_seconds > 0 ? [`${hours(quarantined_seconds)} kept aside`] : []),
    ...[unusual(sheet) ?? []].flat(),
  ]
}
