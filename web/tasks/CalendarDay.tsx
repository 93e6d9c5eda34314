import { clsx } from 'clsx'
import { useRef } from 'react'
import { useDraggable, useDrop } from '../ui/dragging.ts'
import { day as inWords, today, weekdayName } from '../ui/formats.tsx'
import { isDone } from './parts.tsx'
import type { Task } from './useTasks.ts'

/** Titles a day has room for. */
const most = 3

export const WeekdayNames = ({ week }: { week: string[] }) => (
  <thead>
    <tr>
      {week.map((day) => (
        <th key={day} scope="col" className="border-b border-border p-1 text-left text-meta font-medium text-text-2">
          {weekdayName(day)}
        </th>
      ))}
    </tr>
  </thead>
)

type Props = {
  day: string
  tasks: Task[]
  chosen: boolean
  /** Of the month before or after. */
  outside: boolean
  onChoose: () => void
  onPeek: (task: Task) => void
  /** Gives a task that is dropped here this day; left out for who may not. */
  onDrop: ((id: string) => void) | undefined
}

/** A click on a title opens it, on the day what is due on it, and a title is dragged to another day. By keyboard the titles are in the list of the day. */
export function DayOfMonth({ day, tasks, chosen, outside, onChoose, onPeek, onDrop }: Props) {
  const cell = useRef<HTMLTableCellElement>(null)
  const over = useDrop(cell, (id) => onDrop?.(id))
  const count = tasks.length === 1 ? '1 task' : `${tasks.length} tasks`
  return (
    <td
      ref={cell}
      aria-label={`${inWords(day)}, ${count}`}
      aria-selected={chosen}
      aria-current={day === today() ? 'date' : undefined}
      tabIndex={chosen ? 0 : -1}
      onClick={onChoose}
      className={clsx(
        'h-24 cursor-pointer border-b border-border p-1 align-top -outline-offset-2 hover:bg-sunken max-md:h-14',
        (chosen || over) && 'bg-accent-soft',
        over && 'outline-2 outline-accent',
      )}
    >
      <div className="flex flex-col gap-0.5">
        <span
          className={clsx(
            'w-6 rounded-input text-center text-meta',
            day === today() ? 'bg-accent font-semibold text-on-accent' : outside ? 'text-text-3' : 'text-text',
          )}
        >
          {Number(day.slice(8))}
        </span>
        {tasks.length > 0 && (
          <span className="w-6 rounded-input bg-sunken text-center text-meta text-text-2 md:hidden">
            {tasks.length}
          </span>
        )}
        {tasks.slice(0, most).map((task) => (
          <Title key={task.id} task={task} movable={onDrop !== undefined} onPeek={() => onPeek(task)} />
        ))}
        {tasks.length > most && (
          <span className="px-1 text-meta text-text-2 max-md:hidden">{tasks.length - most} more</span>
        )}
      </div>
    </td>
  )
}

type TitleProps = { task: Task; movable: boolean; onPeek: () => void }
function Title({ task, movable, onPeek }: TitleProps) {
  const element = useRef<HTMLSpanElement>(null)
  const dragged = useDraggable(element, task.id, movable)
  return (
    <span
      ref={element}
      data-title
      title={task.title}
      onClick={(event) => {
        event.stopPropagation()
        onPeek()
      }}
      className={clsx(
        'truncate rounded-input px-1 text-meta max-md:hidden',
        isDone(task) ? 'text-text-2 line-through' : 'bg-sunken text-text hover:underline',
        dragged && 'opacity-60',
        movable && 'cursor-grab',
      )}
    >
      {task.title}
    </span>
  )
}
