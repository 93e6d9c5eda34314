/** Tasks as cards in columns by status: moved by dragging, by keys and by a menu, all three the same write. */
import { clsx } from 'clsx'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { useDays } from '../layout/DateRange.tsx'
import { queryOf } from '../layout/filters.ts'
import { useRowMenu } from '../layout/useRowMenu.tsx'
import { useWrite } from '../layout/write.ts'
import { cardId, idOfCard } from '../ui/BoardCard.tsx'
import { Choices } from '../ui/Choices.tsx'
import { SelectField } from '../ui/controls.tsx'
import { words } from '../ui/formats.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { sayFailed } from '../ui/toasts.tsx'
import { useTaskFilters } from './filters.ts'
import { StatusColumn } from './StatusColumn.tsx'
import { TaskLayout } from './TaskLayout.tsx'
import { useColumns } from './useColumns.ts'
import { statuses, useTasks, type Task } from './useTasks.ts'

type Status = Task['status']

export default function TaskBoard() {
  const { can } = useMe()
  const { search, set } = useAddress()
  const filters = useTaskFilters().filter(({ name }) => name !== 'status')
  const { columns, isPending, error, retry } = useColumns({ ...queryOf(filters, search), ...useDays(search) })
  const tasks = useTasks()
  const change = useWrite(tasks)
  const [asking, setAsking] = useState<Task | null>(null)
  const [focused, setFocused] = useState<string | null>(null)
  const wanted = useRef<string | null>(null)
  const rows = columns.flatMap((column) => column.tasks)
  const chosen = statuses.find(({ value }) => value === search['column'])?.value ?? 'open'
  const writes = can('tasks:write')

  useEffect(() => {
    // a card that changed its column is a new element: the focus follows it
    if (wanted.current === null || asking) return
    document.getElementById(cardId(wanted.current))?.focus()
    wanted.current = null
  })
  const { keys, menu } = useRowMenu({
    resource: writes ? tasks : undefined,
    home: undefined,
    onPeek: ({ id }) => set({ peek: id }),
    deeds: writes ? [{ letter: 'S', label: 'Status…', run: setAsking }] : [],
  })
  const move = (task: Task | undefined, status: Status) => {
    if (!task || task.status === status) return
    wanted.current = task.id
    const place = columns.find((column) => column.status === status)!.tasks.length + 1
    void change(task, { status }, `${task.title} moved to ${words(status)}, ${place} there.`).catch(sayFailed)
  }
  const onKey = (event: KeyboardEvent) => {
    const task = rows.find(({ id }) => id === idOfCard(event.target))
    if (!task || event.ctrlKey || event.metaKey || event.altKey) return
    const beside = besideOf(columns, task, event.key)
    if (beside && event.shiftKey && writes) move(task, beside.status)
    else if (beside) document.getElementById(cardId(beside.id ?? ''))?.focus()
    else if (keys[event.key]) keys[event.key]!(task)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <TaskLayout filters={filters} dates="Due" rows={rows}>
      <div className="md:hidden">
        <SelectField
          label="Status"
          value={chosen}
          onChange={(event) => set({ column: event.target.value })}
          options={columns.map(({ status, tasks }) => ({ value: status, label: `${words(status)} (${tasks.length})` }))}
        />
      </div>
      {error ? (
        <ErrorNote error={error} retry={retry} />
      ) : isPending ? (
        <Loading />
      ) : (
        <div
          className="flex items-stretch gap-3 overflow-x-auto pb-2"
          onKeyDown={onKey}
          onFocus={({ target }) => setFocused(idOfCard(target) ?? focused)}
        >
          {columns.map((column) => (
            <StatusColumn
              key={column.status}
              column={column}
              className={clsx(column.status !== chosen && 'max-md:hidden')}
              focused={focused}
              openId={search['peek']}
              onMove={writes ? setAsking : undefined}
              onDrop={(id) =>
                move(
                  rows.find((task) => task.id === id),
                  column.status,
                )
              }
              onPeek={({ id }) => set({ peek: id })}
            />
          ))}
        </div>
      )}
      {menu}
      {asking && (
        <StatusMenu
          task={asking}
          onChoose={(status) => {
            setAsking(null)
            move(asking, status)
          }}
          onClose={() => {
            wanted.current = asking.id
            setAsking(null)
          }}
        />
      )}
    </TaskLayout>
  )
}

/** The card a key leads to, and its column; of an empty column there is only the column. */
function besideOf(columns: ReturnType<typeof useColumns>['columns'], task: Task, key: string) {
  const across = { ArrowLeft: -1, ArrowRight: 1 }[key]
  const along = { ArrowUp: -1, ArrowDown: 1, k: -1, j: 1 }[key]
  if (across === undefined && along === undefined) return null
  const at = columns.findIndex(({ status }) => status === task.status)
  const column = columns[at + (across ?? 0)]
  if (!column) return null
  const index = columns[at]!.tasks.findIndex(({ id }) => id === task.id) + (along ?? 0)
  const card = column.tasks[Math.max(0, Math.min(column.tasks.length - 1, index))]
  return { status: column.status, id: card?.id }
}

type MenuProps = { task: Task; onChoose: (status: Status) => void; onClose: () => void }
/** The first letter chooses: S and then D is done. */
const StatusMenu = ({ task, onChoose, onClose }: MenuProps) => (
  <Choices
    title={`Move ${task.title} to`}
    choices={statuses
      .filter(({ value }) => value !== task.status)
      .map(({ value, label }) => ({ letter: label[0]!, label, run: () => onChoose(value as Status) }))}
    onClose={onClose}
  />
)
