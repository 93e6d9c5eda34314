/** Small parts that every layout of tasks shows alike. */
import { CalendarClock, Hourglass } from 'lucide-react'
import { clsx } from 'clsx'
import { Badge } from '../ui/controls.tsx'
import { Day, hours, number, today } from '../ui/formats.tsx'
import type { Task } from './useTasks.ts'

export const isDone = ({ status }: Pick<Task, 'status'>) => status === 'done' || status === 'cancelled'

/** Logged against estimated; beyond the estimate the words say so too. */
export function HoursOf({ task }: { task: Pick<Task, 'logged_seconds' | 'estimated_hours'> }) {
  const { logged_seconds, estimated_hours } = task
  if (estimated_hours === null) return <>{logged_seconds > 0 ? hours(logged_seconds) : '–'}</>
  const over = logged_seconds > Number(estimated_hours) * 3_600
  return (
    <span className={clsx(over && 'font-medium text-danger')}>
      {hours(logged_seconds)} of {number(Number(estimated_hours))} h{over && ', over'}
    </span>
  )
}

export const IdleBadge = () => (
  <Badge tone="warning" icon={<Hourglass size={12} aria-hidden />}>
    Idle
  </Badge>
)

/** The day, and in words where it is past. */
export function Due({ task }: { task: Pick<Task, 'due_date' | 'status'> }) {
  if (task.due_date === null) return null
  const late = task.due_date < today() && !isDone(task)
  return (
    <span className={clsx('inline-flex items-center gap-1.5', late && 'font-medium text-danger')}>
      <CalendarClock size={12} aria-label="Due" />
      <span>
        <Day date={task.due_date} />
        {late && ', overdue'}
      </span>
    </span>
  )
}
