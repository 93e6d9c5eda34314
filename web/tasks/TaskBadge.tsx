import {
  ArrowDown,
  ArrowUp,
  Ban,
  Circle,
  CircleCheck,
  CirclePause,
  CirclePlay,
  Minus,
  TriangleAlert,
} from 'lucide-react'
import type { Task } from '../../domain/tasks.ts'
import { Badge } from '../ui/controls.tsx'
import { words } from '../ui/formats.tsx'

const looks = {
  open: { tone: 'info', icon: Circle },
  in_progress: { tone: 'accent', icon: CirclePlay },
  blocked: { tone: 'danger', icon: CirclePause },
  done: { tone: 'success', icon: CircleCheck },
  cancelled: { tone: 'neutral', icon: Ban },
  low: { tone: 'neutral', icon: ArrowDown },
  normal: { tone: 'neutral', icon: Minus },
  high: { tone: 'warning', icon: ArrowUp },
  urgent: { tone: 'danger', icon: TriangleAlert },
} as const

export function TaskBadge({ word }: { word: Task['status'] | Task['priority'] }) {
  const { tone, icon: Icon } = looks[word]
  return (
    <Badge tone={tone} icon={<Icon size={12} aria-hidden />}>
      {words(word)}
    </Badge>
  )
}
