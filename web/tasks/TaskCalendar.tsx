/** Tasks on the days they are due, a month at a time. Arrows walk over days, Enter goes to what is due on one. */
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect, useRef, type KeyboardEvent } from 'react'
import { monthsAfter, weeksOf } from '../../domain/due-days.ts'
import { shift } from '../../domain/periods.ts'
import { useAddress, useList } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { queryOf } from '../layout/filters.ts'
import { useWrite } from '../layout/write.ts'
import { Button } from '../ui/controls.tsx'
import { day as inWords, monthName, today } from '../ui/formats.tsx'
import { ErrorNote } from '../ui/states.tsx'
import { sayFailed } from '../ui/toasts.tsx'
import { DayOfMonth, WeekdayNames } from './CalendarDay.tsx'
import { buttonId, DayTasks } from './DayTasks.tsx'
import { listTasks, useTaskFilters } from './filters.ts'
import { TaskLayout } from './TaskLayout.tsx'
import { useTasks, type Task } from './useTasks.ts'

/** A month that holds more says so; nobody reads a thousand tasks off a calendar. */
const most = 1_000
const isDay = (text: string | undefined): text is string => /^\d{4}-\d{2}-\d{2}$/.test(text ?? '')

export default function TaskCalendar() {
  const me = useMe()
  const { search, set } = useAddress()
  const filters = useTaskFilters()
  const chosen = isDay(search['day']) ? search['day'] : today()
  const weeks = weeksOf(chosen, me.week_start)
  const days = { date_from: weeks[0]![0]!, date_to: weeks.at(-1)!.at(-1)! }
  const list = useList<Task>('tasks', { ...queryOf(filters, search), ...days, sort: 'due_date' }, listTasks)
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && list.rows.length < most) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, list.rows.length])
  const byDay = Map.groupBy(list.rows, ({ due_date }) => due_date!)
  const change = useWrite(useTasks())
  const follow = useRef(false)
  const grid = useRef<HTMLTableElement>(null)
  useEffect(() => {
    if (!follow.current) return
    follow.current = false
    grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
  })
  const go = (day: string) => {
    follow.current = true
    set({ day })
  }
  const onKey = (event: KeyboardEvent) => {
    const to = daysOn[event.key]?.(chosen)
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    if (to !== undefined) go(to)
    else if (event.key === 'Enter' || event.key === ' ')
      document.getElementById('day-tasks')?.querySelector('button')?.focus()
    else return
    event.preventDefault()
  }
  const put = (task: Task, due_date: string) => change(task, { due_date }, `${task.title} is due ${inWords(due_date)}.`)
  const carried = useRef<string | null>(null)
  useEffect(() => {
    const button = carried.current && document.getElementById(buttonId(carried.current))
    if (!button) return
    carried.current = null
    button.focus()
  })
  /** The day follows the task and the focus stays on it, so that the next press takes it further. */
  const carry = (task: Task, day: string) =>
    void put(task, day).then(() => {
      carried.current = task.id
      set({ day })
    }, sayFailed)
  const drop = (day: string) => (id: string) => {
    const task = list.rows.find((one) => one.id === id)
    if (task && task.due_date !== day) void put(task, day).catch(sayFailed)
  }
  const writes = me.can('tasks:write')
  return (
    <TaskLayout filters={filters} rows={list.rows}>
      <div className="flex items-center gap-2">
        <Button aria-label="Month before" onClick={() => set({ day: monthsAfter(chosen, -1) })}>
          <ChevronLeft size={16} aria-hidden />
        </Button>
        <Button aria-label="Month after" onClick={() => set({ day: monthsAfter(chosen, 1) })}>
          <ChevronRight size={16} aria-hidden />
        </Button>
        <Button onClick={() => set({ day: undefined })}>Today</Button>
        <h2 aria-live="polite" className="text-section font-semibold">
          {monthName(chosen)}
        </h2>
        {list.rows.length >= most && <span className="text-text-2">The first {most} of this month</span>}
      </div>
      {list.isError ? (
        <ErrorNote error={list.error} retry={() => void list.refetch()} />
      ) : (
        <div className="flex gap-4 max-lg:flex-col">
          <div className="min-w-0 flex-1">
            <table
              ref={grid}
              role="grid"
              aria-label={`Tasks due in ${monthName(chosen)}`}
              className="w-full table-fixed border-separate border-spacing-0 rounded-card border border-border bg-surface"
              onKeyDown={onKey}
            >
              <WeekdayNames week={weeks[0]!} />
              <tbody>
                {weeks.map((week) => (
                  <tr key={week[0]}>
                    {week.map((day) => (
                      <DayOfMonth
                        key={day}
                        day={day}
                        tasks={byDay.get(day) ?? []}
                        chosen={day === chosen}
                        outside={day.slice(0, 7) !== chosen.slice(0, 7)}
                        onChoose={() => go(day)}
                        onPeek={({ id }) => set({ peek: id })}
                        onDrop={writes ? drop(day) : undefined}
                      />
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <DayTasks
            day={chosen}
            tasks={byDay.get(chosen) ?? []}
            onPeek={({ id }) => set({ peek: id })}
            onPut={writes ? carry : undefined}
          />
        </div>
      )}
    </TaskLayout>
  )
}

/** Where a key leads from a day. */
const daysOn: Record<string, (day: string) => string> = {
  ArrowLeft: (day) => shift(day, -1),
  ArrowRight: (day) => shift(day, 1),
  ArrowUp: (day) => shift(day, -7),
  ArrowDown: (day) => shift(day, 7),
  PageUp: (day) => monthsAfter(day, -1),
  PageDown: (day) => monthsAfter(day, 1),
}
