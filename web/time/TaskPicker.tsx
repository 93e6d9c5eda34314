import { api } from '../data/client.ts'
import { Lookup } from '../layout/Lookup.tsx'
import type { Choice } from './placing.ts'

/** Search among the tasks one sees that are not done; time goes to the task and to its deal. */
export const TaskPicker = ({ onChoose }: { onChoose: (choice: Choice) => void }) => (
  <Lookup
    label="Task"
    kind="open tasks"
    find={findOpenTasks}
    autoFocus
    alwaysOpen
    onChoose={({ value, label }) => onChoose({ task_id: value, name: label })}
  />
)

export async function findOpenTasks(text: string) {
  const status = ['open', 'in_progress', 'blocked'] as const
  const { data } = await api.get('/tasks', {
    query: { ...(text !== '' && { q: text }), status: [...status], limit: 12 },
  })
  return data.map(({ id, title, deal_name, account_name }) => ({
    value: id,
    label: title,
    detail: deal_name ?? account_name ?? 'no deal',
  }))
}
