import { clsx } from 'clsx'
import { useRef } from 'react'
import { Button } from '../ui/controls.tsx'
import { useDrop } from '../ui/dragging.ts'
import { words } from '../ui/formats.tsx'
import { TaskBadge } from './TaskBadge.tsx'
import { TaskCard } from './TaskCard.tsx'
import type { Column } from './useColumns.ts'
import type { Task } from './useTasks.ts'

type Props = {
  column: Column
  className: string
  focused: string | null
  openId: string | undefined
  /** Left out for who may not move tasks. */
  onMove: ((task: Task) => void) | undefined
  onDrop: (id: string) => void
  onPeek: (task: Task) => void
}

export function StatusColumn({ column, className, focused, openId, onMove, onDrop, onPeek }: Props) {
  const { status, tasks, more } = column
  const list = useRef<HTMLUListElement>(null)
  // tasks stand in the order of their days: only the column counts
  const over = useDrop(list, onDrop)
  const hasFocus = tasks.some(({ id }) => id === focused)
  return (
    <section aria-label={words(status)} className={clsx('flex min-w-60 flex-1 flex-col gap-2', className)}>
      <h2 className="flex items-center gap-2 px-1 font-medium">
        <TaskBadge word={status} /> {tasks.length}
        {more && '+'}
      </h2>
      <ul
        ref={list}
        aria-label={`Tasks: ${words(status)}`}
        className={clsx(
          'flex min-h-40 flex-1 flex-col gap-2 rounded-card p-2',
          over ? 'bg-accent-soft outline-2 outline-accent' : 'bg-sunken',
        )}
      >
        {tasks.map((task, index) => (
          <TaskCard
            key={task.id}
            task={task}
            open={task.id === openId}
            reachable={task.id === focused || (!hasFocus && index === 0)}
            onMove={onMove && (() => onMove(task))}
            onPeek={() => onPeek(task)}
          />
        ))}
        {tasks.length === 0 && <li className="p-4 text-center text-text-2">No task here</li>}
        {more && (
          <li className="text-center">
            <Button look="quiet" onClick={more}>
              Show more
            </Button>
          </li>
        )}
      </ul>
    </section>
  )
}
