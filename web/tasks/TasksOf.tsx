import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api } from '../data/client.ts'
import { useList } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { Button, TextField } from '../ui/controls.tsx'
import { Day } from '../ui/formats.tsx'
import { Empty, ErrorNote, Loading } from '../ui/states.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { TaskBadge } from './TaskBadge.tsx'

type Task = Awaited<ReturnType<typeof listTasks>>['data'][number]
const listTasks = (query: Record<string, unknown>) => api.get('/tasks', { query: query as never })

/** What the tasks are of; a new one is made there. */
type Props = { of: { deal_id: string } | { account_id: string }; autoFocus?: boolean }

/** Type, Enter, next: the box stays and keeps the focus. */
export function TasksOf({ of, autoFocus = false }: Props) {
  const me = useMe()
  const client = useQueryClient()
  const [title, setTitle] = useState('')
  const list = useList<Task>('tasks', { ...of, sort: 'due_date' }, listTasks)
  const reread = () =>
    Promise.all(['tasks', 'deals', 'timeline'].map((key) => client.invalidateQueries({ queryKey: [key] })))
  const add = async (event: FormEvent) => {
    event.preventDefault()
    const typed = title.trim()
    if (typed === '') return
    setTitle('')
    try {
      await api.post('/tasks', { body: { title: typed, ...of } })
    } catch (error) {
      setTitle(typed)
      sayFailed(error as Error)
    }
    await reread()
  }
  return (
    <section aria-label="Tasks" className="flex max-w-3xl flex-col gap-3">
      {me.can('tasks:write') && (
        <form onSubmit={(event) => void add(event)}>
          <TextField
            label="New task"
            hideLabel
            placeholder="New task: type, Enter, next"
            maxLength={300}
            autoFocus={autoFocus}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
        </form>
      )}
      {list.isError ? (
        <ErrorNote error={list.error} retry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Loading rows={3} />
      ) : list.rows.length === 0 ? (
        <Empty title="No task yet" />
      ) : (
        <ul className="rounded-card border border-border bg-surface">
          {list.rows.map((task) => (
            <TaskLine key={task.id} task={task} reread={reread} />
          ))}
        </ul>
      )}
      {list.hasNextPage && <Button onClick={() => void list.fetchNextPage()}>Show more</Button>}
    </section>
  )
}

/** Ticked at once; what the server refuses is unticked again. */
function TaskLine({ task, reread }: { task: Task; reread: () => Promise<unknown> }) {
  const me = useMe()
  const [ticked, setTicked] = useState<boolean | null>(null)
  const write = (status: Task['status'], version: number) =>
    api.patch('/tasks/{id}', { params: { id: task.id }, body: { status }, version })
  const finish = async (done: boolean) => {
    setTicked(done)
    try {
      const saved = await write(done ? 'done' : 'open', task.version)
      say(`“${task.title}” is ${saved.status}.`, () => write(task.status, saved.version).then(reread))
    } catch (error) {
      sayFailed(error as Error)
    }
    await reread()
    setTicked(null)
  }
  return (
    <li className="flex flex-wrap items-center gap-3 border-t border-border px-3 py-1 first:border-t-0">
      <label className="flex min-h-(--control) min-w-40 flex-1 items-center gap-3 wrap-anywhere">
        <input
          type="checkbox"
          aria-label={`${task.title} is done`}
          className="size-5 shrink-0 accent-accent max-md:size-6"
          disabled={!me.can('tasks:write') || ticked !== null}
          checked={ticked ?? task.status === 'done'}
          onChange={(event) => void finish(event.target.checked)}
        />
        {task.title}
      </label>
      <TaskBadge word={task.priority} />
      <span className="text-text-2">{task.assignee_name ?? 'Nobody'}</span>
      <Day date={task.due_date} />
    </li>
  )
}
