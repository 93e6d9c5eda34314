import type { ReactNode } from 'react'
import { accountFilter } from '../accounts/lookup.ts'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { dealFilter, findDeals } from '../deals/lookup.ts'
import { History } from '../layout/History.tsx'
import { ListPage } from '../layout/ListPage.tsx'
import { RecordForm, type FieldSpec } from '../layout/RecordForm.tsx'
import { useRecord } from '../layout/useRecord.tsx'
import { usePeople } from '../people/calls.ts'
import type { Column } from '../ui/DataTable.tsx'
import { Day, words } from '../ui/formats.tsx'
import { Facts } from '../ui/Panel.tsx'
import { TaskBadge } from './TaskBadge.tsx'

type Task = Awaited<ReturnType<typeof getTask>>
const getTask = (id: string) => api.get('/tasks/{id}', { params: { id } })
const options = (values: string[]) => values.map((value) => ({ value, label: words(value) }))
const statuses = options(['open', 'in_progress', 'blocked', 'done', 'cancelled'])
/** What a person has to do comes first; the rest is one choice away. */
const unfinished = { value: 'open,in_progress,blocked', label: 'Not done' }
const priorities = options(['low', 'normal', 'high', 'urgent'])
const columns: Column<Task>[] = [
  { key: 'title', title: 'Title', sort: 'title', width: 240, cell: ({ title }) => title },
  { key: 'account', title: 'Account', onPhone: 'hidden', cell: ({ account_name }) => account_name ?? '–' },
  { key: 'deal', title: 'Deal', cell: ({ deal_name }) => deal_name ?? '–' },
  { key: 'assignee', title: 'Assigned to', onPhone: 'hidden', cell: ({ assignee_name }) => assignee_name ?? 'Nobody' },
  { key: 'status', title: 'Status', onPhone: 'first', cell: ({ status }) => <TaskBadge word={status} /> },
  {
    key: 'priority',
    title: 'Priority',
    sort: 'priority',
    kind: 'number',
    cell: ({ priority }) => <TaskBadge word={priority} />,
  },
  { key: 'due', title: 'Due', sort: 'due_date', kind: 'date', cell: ({ due_date }) => <Day date={due_date} /> },
]

export default function TasksPage() {
  const me = useMe()
  const people = usePeople()
  const fieldsOf = (task?: Task): FieldSpec[] => [
    { name: 'title', label: 'Title', required: true },
    ...(me.can('deals:read')
      ? [{ name: 'deal_id', label: 'Deal', lookup: { kind: 'deals', find: findDeals, shown: task?.deal_name } }]
      : []),
    { name: 'assigned_to', label: 'Assigned to', options: people },
    { name: 'status', label: 'Status', required: true, options: statuses },
    {
      name: 'priority',
      label: 'Priority',
      required: true,
      options: [...priorities.slice(1, 2), ...priorities.filter(({ value }) => value !== 'normal')],
    },
    { name: 'due_date', label: 'Due', type: 'date' },
    { name: 'estimated_hours', label: 'Estimate, hours' },
  ]
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
      ]}
      fetchPage={(query) => api.get('/tasks', { query })}
      peek={(id, row) => ({
        title: row?.title ?? 'Task',
        content: <TaskPeek key={id} id={id} fieldsOf={fieldsOf} editable={me.can('tasks:write')} />,
      })}
      create={
        me.can('tasks:write')
          ? (close) => (
              <RecordForm
                fields={fieldsOf()}
                values={{}}
                action="Create task"
                refresh="tasks"
                done={close}
                save={async (changes) => {
                  const made = await api.post('/tasks', { body: changes as never })
                  return { text: `${made.title} created.` }
                }}
              />
            )
          : null
      }
    />
  )
}

type PeekProps = { id: string; fieldsOf: (task: Task) => FieldSpec[]; editable: boolean }
function TaskPeek({ id, fieldsOf, editable }: PeekProps) {
  const { record: task, instead } = useRecord('tasks', id, getTask)
  if (!task) return instead
  const before = task as unknown as Record<string, string | null>
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
      {editable && (
        <RecordForm
          key={task.version}
          fields={fieldsOf(task)}
          values={before}
          action="Save task"
          refresh="tasks"
          save={async (changes) => {
            const saved = await api.patch('/tasks/{id}', {
              params: { id },
              body: changes,
              version: task.version,
            })
            const back = Object.fromEntries(Object.keys(changes).map((name) => [name, before[name] ?? null]))
            const undo = () => api.patch('/tasks/{id}', { params: { id }, body: back, version: saved.version })
            return { text: 'Task saved.', undo }
          }}
        />
      )}
    </>
  )
}
