import { Suspense, lazy, useCallback, useMemo } from 'react'
import { groupOf, type DueGroup } from '../../domain/due-days.ts'
import type { WeekStart } from '../../domain/periods.ts'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { useCustomFields } from '../fields/useCustomFields.tsx'
import { inForce } from '../layout/filters.ts'
import { ListPage } from '../layout/ListPage.tsx'
import { CreateRecord } from '../layout/RecordForms.tsx'
import type { Column } from '../ui/DataTable.tsx'
import { Day, today } from '../ui/formats.tsx'
import { Loading } from '../ui/states.tsx'
import { layouts, listTasks, useTaskFilters } from './filters.ts'
import { HoursOf, IdleBadge } from './parts.tsx'
import { QuickAdd } from './QuickAdd.tsx'
import { TaskBadge } from './TaskBadge.tsx'
import { TaskPeek } from './TaskPeek.tsx'
import { useTasks, type Task } from './useTasks.ts'

// a list needs no dragging and no months
const Board = lazy(() => import('./TaskBoard.tsx'))
const Calendar = lazy(() => import('./TaskCalendar.tsx'))

const taskColumns: Column<Task>[] = [
  { key: 'title', field: 'title', title: 'Title', sort: 'title', width: 240, cell: ({ title }) => title },
  {
    key: 'account',
    inFile: 'account_name',
    title: 'Account',
    onPhone: 'hidden',
    cell: ({ account_name }) => account_name ?? '–',
  },
  { key: 'deal', inFile: 'deal_name', field: 'deal_id', title: 'Deal', cell: ({ deal_name }) => deal_name ?? '–' },
  {
    key: 'assignee',
    inFile: 'assignee_name',
    field: 'assigned_to',
    title: 'Assigned to',
    onPhone: 'hidden',
    cell: ({ assignee_name }) => assignee_name ?? 'Nobody',
  },
  {
    key: 'status',
    field: 'status',
    title: 'Status',
    onPhone: 'first',
    cell: ({ status }) => <TaskBadge word={status} />,
  },
  {
    key: 'priority',
    field: 'priority',
    title: 'Priority',
    sort: 'priority',
    kind: 'number',
    width: 140,
    cell: ({ priority, idle }) => (
      <span className="inline-flex gap-1">
        <TaskBadge word={priority} /> {idle && <IdleBadge />}
      </span>
    ),
  },
  {
    key: 'hours',
    inFile: 'logged_seconds',
    title: 'Hours',
    align: 'right',
    width: 150,
    onPhone: 'hidden',
    cell: (task) => <HoursOf task={task} />,
  },
  {
    key: 'due',
    inFile: 'due_date',
    field: 'due_date',
    title: 'Due',
    sort: 'due_date',
    kind: 'date',
    cell: ({ due_date }) => <Day date={due_date} />,
  },
]

const headings: Record<DueGroup, string> = {
  overdue: 'Overdue',
  today: 'Today',
  this_week: 'This week',
  later: 'Later',
  no_date: 'No date',
}

/** Where done tasks are shown too, what is past is not overdue. */
function useHeadings(week_start: WeekStart, status: string | undefined) {
  const openOnly = status !== undefined && !/done|cancelled/.test(status)
  return useCallback(
    ({ due_date }: Task) => {
      const group = groupOf(due_date, today(), week_start)
      return group === 'overdue' && !openOnly ? 'Earlier' : headings[group]
    },
    [week_start, openOnly],
  )
}

export default function TasksPage() {
  const layout = useAddress().search['layout']
  if (layout !== 'board' && layout !== 'calendar') return <TaskList />
  return <Suspense fallback={<Loading />}>{layout === 'board' ? <Board /> : <Calendar />}</Suspense>
}

function TaskList() {
  const me = useMe()
  const tasks = useTasks()
  const custom = useCustomFields<Task>('task')
  const columns = useMemo(() => [...taskColumns, ...custom.columns], [custom])
  const filters = useTaskFilters()
  const writes = me.can('tasks:write')
  const { search } = useAddress()
  const headingOf = useHeadings(me.week_start, inForce(filters, search)['status'])
  return (
    <ListPage<Task>
      title="Tasks"
      noun="task"
      queryKey="tasks"
      tabs={layouts}
      file="/tasks/export"
      views="tasks"
      bin
      columns={columns}
      initialSort="due_date"
      dates="Due"
      filters={filters}
      fetchPage={listTasks}
      note={writes && <QuickAdd />}
      group={headingOf}
      resource={writes ? tasks : undefined}
      bulk={writes ? tasks : null}
      peek={(id, row) => ({ title: row?.title ?? 'Task', content: <TaskPeek key={id} id={id} editable={writes} /> })}
      create={writes ? (close) => <CreateRecord resource={tasks} done={close} /> : null}
    />
  )
}
