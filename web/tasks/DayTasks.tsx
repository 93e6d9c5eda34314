import type { KeyboardEvent } from 'react'
import { shift } from '../../domain/periods.ts'
import { day as inWords } from '../ui/formats.tsx'
import { HoursOf, IdleBadge } from './parts.tsx'
import { TaskBadge } from './TaskBadge.tsx'
import type { Task } from './useTasks.ts'

type Props = {
  day: string
  tasks: Task[]
  onPeek: (task: Task) => void
  /** Gives a task another day; left out for who may not. */
  onPut: ((task: Task, day: string) => void) | undefined
}

export const buttonId = (id: string) => `day-task-${id}`
const days: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

/** What is due on the chosen day. Shift with an arrow puts a task a day or a week earlier or later. */
export function DayTasks({ day, tasks, onPeek, onPut }: Props) {
  const onKey = (task: Task) => (event: KeyboardEvent) => {
    const by = days[event.key]
    if (!event.shiftKey || by === undefined || !onPut) return
    event.preventDefault()
    onPut(task, shift(day, by))
  }
  return (
    <section id="day-tasks" aria-label={`Due ${inWords(day)}`} className="flex shrink-0 flex-col gap-2 lg:w-72">
      <h3 className="font-medium">{inWords(day)}</h3>
      {tasks.length === 0 && <p className="text-text-2">Nothing is due.</p>}
      <ul className="flex flex-col gap-2">
        {tasks.map((task) => (
          <li key={task.id} className="rounded-card border border-border bg-surface">
            <button
              type="button"
              id={buttonId(task.id)}
              onClick={() => onPeek(task)}
              onKeyDown={onKey(task)}
              className="flex min-h-11 w-full flex-col gap-1 p-2 text-left hover:bg-sunken"
            >
              <span className="font-medium break-words">{task.title}</span>
              <span className="flex flex-wrap items-center gap-2 text-meta text-text-2">
                <TaskBadge word={task.status} />
                {task.priority !== 'normal' && <TaskBadge word={task.priority} />}
                {task.idle && <IdleBadge />}
                <HoursOf task={task} />
                {task.assignee_name ?? 'Nobody'}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {onPut && tasks.length > 0 && (
        <p className="text-meta text-text-3 max-md:hidden">
          A task is dragged to another day; Shift with an arrow moves it by a day or a week.
        </p>
      )}
    </section>
  )
}
