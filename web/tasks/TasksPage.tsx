import { useQuery } from '@tanstack/react-query'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { ListPage } from '../layout/ListPage.tsx'
import { RecordForm, type FieldSpec } from '../layout/RecordForm.tsx'
import { usePeople } from '../people/calls.ts'
import { Badge, type Tone } from '../ui/controls.tsx'
import type { Column } from '../ui/DataTable.tsx'
import { Day, words } from '../ui/formats.tsx'
import { Facts } from '../ui/Panel.tsx'
import { Loading } from '../ui/states.tsx'
import { say } from '../ui/toasts.tsx'

type Task = Awaited<ReturnType<typeof getTask>>
const getTask = (id: string) => api.get('/tasks/{id}', { params: { id } })
const options = (values: string[]) => values.map((value) => ({ value, label: words(value) }))
const statuses = options(['open', 'in_progress', 'blocked', 'done', 'cancelled'])
const priorities = options(['low', 'normal', 'high', 'urgent'])
const tones: Record<string, Tone> = {
  open: 'info',
  in_progress: 'accent',
  blocked: 'danger',
  done: 'success',
  cancelled: 'neutral',
  low: 'neutral',
  normal: 'neutral',
  high: 'warning',
  urgent: 'danger',
}

const columns: Column<Task>[] = [
  { key: 'title', title: 'Title', sort: 'title', cell: ({ title }) => title },
  { key: 'account', title: 'Account', cell: ({ account_name }) => account_name ?? '–' },
  { key: 'deal', title: 'Deal', cell: ({ deal_name }) => deal_name ?? '–' },
  { key: 'assignee', title: 'Assigned to', cell: ({ assignee_name }) => assignee_name ?? 'Nobody' },
  { key: 'status', title: 'Status', cell: ({ status }) => <Badge tone={tones[status]!}>{words(status)}</Badge> },
  {
    key: 'priority',
    title: 'Priority',
    sort: 'priority',
    cell: ({ priority }) => <Badge tone={tones[priority]!}>{words(priority)}</Badge>,
  },
  { key: 'due', title: 'Due', sort: 'due_date', cell: ({ due_date }) => <Day date={due_date} /> },
]

export default function TasksPage() {
  const me = useMe()
  const people = usePeople()
  const deals =
    useQuery({
      queryKey: ['deals', 'options'],
      queryFn: () => api.get('/deals', { query: { limit: 200 } }),
      enabled: me.can('deals:read'),
    }).data?.data ?? []
  const fields: FieldSpec[] = [
    { name: 'title', label: 'Title', required: true },
    ...(me.can('deals:read')
      ? [
          {
            name: 'deal_id',
            label: 'Deal',
            options: deals.map(({ id, name, account_name }) => ({ value: id, label: `${name} · ${account_name}` })),
          },
        ]
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
      columns={columns}
      initialSort="due_date"
      filters={[
        { name: 'status', label: 'Status', options: statuses },
        { name: 'priority', label: 'Priority', options: priorities },
        { name: 'assigned_to', label: 'Assigned to', options: people },
      ]}
      fetchPage={(query) => api.get('/tasks', { query: query })}
      peek={(id, row) => ({
        title: row?.title ?? 'Task',
        content: <TaskPeek key={id} id={id} fields={fields} editable={me.can('tasks:write')} />,
      })}
      create={
        me.can('tasks:write')
          ? (close) => (
              <RecordForm
                fields={fields}
                values={{}}
                action="Create task"
                refresh="tasks"
                done={close}
                save={async (changes) => {
                  const made = await api.post('/tasks', { body: changes as never })
                  say(`${made.title} created.`)
                }}
              />
            )
          : null
      }
    />
  )
}

function TaskPeek({ id, fields, editable }: { id: string; fields: FieldSpec[]; editable: boolean }) {
  const { data: task } = useQuery({ queryKey: ['tasks', id], queryFn: () => getTask(id) })
  if (!task) return <Loading rows={4} />
  const before = task as unknown as Record<string, string | null>
  return (
    <>
      <Facts
        facts={[
          ['Account', task.account_name ?? '–'],
          ['Deal', task.deal_name ?? '–'],
        ]}
      />
      {editable && (
        <RecordForm
          key={task.version}
          fields={fields}
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
            say('Task saved.', () => api.patch('/tasks/{id}', { params: { id }, body: back, version: saved.version }))
          }}
        />
      )}
    </>
  )
}
