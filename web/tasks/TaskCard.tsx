import { Timer } from 'lucide-react'
import { BoardCard } from '../ui/BoardCard.tsx'
import { Due, HoursOf, IdleBadge } from './parts.tsx'
import { TaskBadge } from './TaskBadge.tsx'
import type { Task } from './useTasks.ts'

type Props = {
  task: Task
  reachable: boolean
  open: boolean
  onMove?: (() => void) | undefined
  onPeek: () => void
}

/** One task on the board; it opens beside it. */
export function TaskCard({ task, ...card }: Props) {
  return (
    <BoardCard
      id={task.id}
      name={task.title}
      {...card}
      heading={(focusable) => (
        <button type="button" {...focusable}>
          {task.title}
        </button>
      )}
    >
      {(task.deal_name ?? task.account_name) && (
        <p className="truncate text-text-2">{[task.deal_name, task.account_name].filter(Boolean).join(' · ')}</p>
      )}
      <p className="flex flex-wrap items-center gap-2 text-meta text-text-2">
        {task.priority !== 'normal' && <TaskBadge word={task.priority} />}
        {task.idle && <IdleBadge />}
        <Due task={task} />
        {(task.estimated_hours !== null || task.logged_seconds > 0) && (
          <span className="inline-flex items-center gap-1.5">
            <Timer size={12} aria-label="Hours" />
            <HoursOf task={task} />
          </span>
        )}
        <span className="ml-auto truncate">{task.assignee_name ?? 'Nobody'}</span>
      </p>
    </BoardCard>
  )
}
