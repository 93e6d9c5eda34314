import { useMemo, type ReactNode } from 'react'
import { accountFilter } from '../accounts/lookup.ts'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { dealFilter } from '../deals/lookup.ts'
import { useCustomFields } from '../fields/useCustomFields.tsx'
import { History } from '../layout/History.tsx'
import { ListPage } from '../layout/ListPage.tsx'
import { CreateRecord, EditRecord } from '../layout/RecordForms.tsx'
import { useRecord } from '../layout/useRecord.tsx'
import { usePeople } from '../people/calls.ts'
import type { Column } from '../ui/DataTable.tsx'
import { Day, words } from '../ui/formats.tsx'
import { Facts } from '../ui/Panel.tsx'
import { TaskBadge } from './TaskBadge.tsx'
import { getTask, priorities, statuses, useTasks, type Task } from './useTasks.ts'

/** What a person has to do comes first; the rest is one choice away. */
const unfinished = { value: 'open,in_progress,blocked', label: 'Not done' }
const taskColumns: Column<Task>[] = [
  { key: 'title', field: 'title', title: 'Title', sort: 'title', width: 240, cell: ({ title }) => title },
  { key: 'account', title: 'Account', onPhone: 'hidden', cell: ({ account_name }) => account_name ?? '–' },
  { key: 'deal', field: 'deal_id', title: 'Deal', cell: ({ deal_name }) => deal_name ?? '–' },
  {
    key: 'assignee',
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
    cell: ({ priority }) => <TaskBadge word={priority} />,
  },
  {
    key: 'due',
    field: 'due_date',
    title: 'Due',
    sort: 'due_date',
    kind: 'date',
    cell: ({ due_date }) => <Day date={due_date} />,
  },
]

export default function TasksPage() {
  const me = useMe()
  const people = usePeople()
  const tasks = useTasks()
  const custom = useCustomFields<Task>('task')
  const columns = useMemo(() => [...taskColumns, ...custom.columns], [custom])
  const writes = me.can('tasks:write')
  return (
    <ListPage<Task>
      title="Tasks"
      noun="task"
      queryKey="tasks"
      views="tasks"
      columns={columns}
      initialSort="due_date"
      dates="Due"
      filters={[
        { name: 'status', label: 'Status', options: [unfinished, ...statuses], initial: unfinished.value },
        { name: 'priority', label: 'Priority', options: priorities },
        { name: 'assigned_to', label: 'Assigned to', options: people },
        ...(me.can('accounts:read') ? [accountFilter] : []),
        ...(me.can('deals:read') ? [dealFilter] : []),
        ...custom.filters,
      ]}
      fetchPage={(query) => api.get('/tasks', { query })}
      resource={writes ? tasks : undefined}
      peek={(id, row) => ({ title: row?.title ?? 'Task', content: <TaskPeek key={id} id={id} editable={writes} /> })}
      create={writes ? (close) => <CreateRecord resource={tasks} done={close} /> : null}
    />
  )
}

function TaskPeek({ id, editable }: { id: string; editable: boolean }) {
  const tasks = useTasks()
  const { record: task, instead } = useRecord('tasks', id, getTask)
  if (!task) return instead
  return (
    <>
      <Facts
        facts={[
          ['Account', task.account_name ?? '–'],
          ['Deal', task.deal_name ?? '–'],
          ...(editable
            ? []
            : ([
                ['Assigned to', task.assignee_name ?? 'Nobody'],
                ['Status', words(task.status)],
                ['Priority', words(task.priority)],
                ['Due', <Day date={task.due_date} />],
                ['Estimate', task.estimated_hours ? `${task.estimated_hours} h` : '–'],
              ] satisfies [string, ReactNode][])),
        ]}
      />
      <History id={id} />
      {editable && <EditRecord resource={tasks} row={task} />}
    </>
  )
}
