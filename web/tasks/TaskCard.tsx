import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { clsx } from 'clsx'
import { ArrowRightLeft, Timer } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../ui/controls.tsx'
import { Due, HoursOf, IdleBadge } from './parts.tsx'
import { TaskBadge } from './TaskBadge.tsx'
import type { Task } from './useTasks.ts'

type Props = {
  task: Task
  /** The one card of its column that Tab reaches; arrows reach the others. */
  reachable: boolean
  open: boolean
  /** Left out for who may not move it. */
  onMove?: (() => void) | undefined
  onPeek: () => void
}

export const cardId = (id: string) => `card-${id}`

/** One task on the board; it opens beside it. */
export function TaskCard({ task, reachable, open, onMove, onPeek }: Props) {
  const card = useRef<HTMLLIElement>(null)
  const [dragged, setDragged] = useState(false)
  const movable = onMove !== undefined
  useEffect(() => {
    if (!movable) return
    return draggable({
      element: card.current!,
      getInitialData: () => ({ id: task.id }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    })
  }, [task.id, movable])
  const tabIndex = reachable ? 0 : -1
  return (
    <li
      ref={card}
      data-card
      onClick={onPeek}
      className={clsx(
        'flex scroll-my-14 flex-col gap-1.5 rounded-card border bg-surface p-3 text-row hover:border-border-strong',
        open ? 'border-accent' : 'border-border',
        dragged && 'opacity-60',
        movable ? 'cursor-grab' : 'cursor-pointer',
      )}
    >
      <div className="flex items-start gap-1">
        <button
          type="button"
          id={cardId(task.id)}
          tabIndex={tabIndex}
          className="min-h-6 min-w-0 flex-1 text-left font-medium break-words hover:underline"
        >
          {task.title}
        </button>
        {onMove && (
          <Button
            look="quiet"
            tabIndex={tabIndex}
            aria-label={`Move ${task.title} to…`}
            title="Move to… (S)"
            className="-my-1 -mr-1 min-h-7! px-1.5! max-md:-my-3 max-md:-mr-3 max-md:min-h-11! max-md:px-4!"
            onClick={(event) => {
              event.stopPropagation()
              onMove()
            }}
          >
            <ArrowRightLeft size={14} aria-hidden />
          </Button>
        )}
      </div>
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
    </li>
  )
}
