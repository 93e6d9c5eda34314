/** How a task is made and changed, in a cell of the list as in its forms. */
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { dealRecords } from '../deals/lookup.ts'
import { useCustomFields } from '../fields/useCustomFields.tsx'
import type { FieldSpec } from '../layout/RecordForm.tsx'
import type { Changes, Resource } from '../layout/resource.ts'
import { useKnownName, usePeople } from '../people/calls.ts'
import { words } from '../ui/formats.tsx'

export const getTask = (id: string) => api.get('/tasks/{id}', { params: { id } })
export type Task = Awaited<ReturnType<typeof getTask>>

const options = (values: string[]) => values.map((value) => ({ value, label: words(value) }))
export const statuses = options(['open', 'in_progress', 'blocked', 'done', 'cancelled'])
export const priorities = options(['low', 'normal', 'high', 'urgent'])
/** What a new task has unless somebody says otherwise stands first. */
const byChance = [...priorities.slice(1, 2), ...priorities.filter(({ value }) => value !== 'normal')]

export function useTasks(): Resource<Task> {
  const { can } = useMe()
  const people = usePeople()
  const nameOf = useKnownName()
  const custom = useCustomFields<Task>('task')
  const fields: FieldSpec[] = [
    { name: 'title', label: 'Title', required: true },
    ...(can('deals:read') ? [{ name: 'deal_id', label: 'Deal', lookup: dealRecords }] : []),
    { name: 'assigned_to', label: 'Assigned to', lookup: people },
    { name: 'status', label: 'Status', required: true, options: statuses },
    { name: 'priority', label: 'Priority', required: true, options: byChance },
    { name: 'due_date', label: 'Due', type: 'date' },
    { name: 'estimated_hours', label: 'Estimate, hours' },
    ...custom.fields,
  ]
  return {
    key: 'tasks',
    noun: 'task',
    fields,
    nameOf: ({ title }) => title,
    valuesOf: (task) => ({ ...(task as unknown as Changes), ...custom.valuesOf(task) }),
    get: getTask,
    create: (changes) => api.post('/tasks', { body: custom.bodyOf(changes) as never }),
    patch: ({ id, version }, changes) =>
      api.patch('/tasks/{id}', { params: { id }, body: custom.bodyOf(changes) as never, version }),
    keys: { a: 'assigned_to', s: 'status' },
    bulk: {
      fields: ['assigned_to', 'status', 'priority', 'due_date'],
      bodyOf: custom.bodyOf,
      send: (order) => api.post('/tasks/bulk', { body: order }),
      matching: (query) => api.get('/tasks/matching', { query }),
    },
    bin: {
      remove: ({ id, version }) => api.delete('/tasks/{id}', { params: { id }, version }),
      restore: (id) => api.post('/tasks/{id}/restore', { params: { id } }),
    },
    preview: (task, changes) => {
      const body = custom.bodyOf(changes) as Partial<Task>
      const next = { ...task, ...body, metadata: { ...task.metadata, ...body.metadata } }
      return { ...next, assignee_name: nameOf(next.assigned_to) ?? (next.assigned_to && next.assignee_name) }
    },
  }
}
