/** What tasks are narrowed by, in every layout alike. */
import { accountFilter } from '../accounts/lookup.ts'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { dealFilter } from '../deals/lookup.ts'
import { useCustomFields } from '../fields/useCustomFields.tsx'
import type { Filter } from '../layout/filters.ts'
import type { Tab } from '../layout/PageHeader.tsx'
import { usePeople } from '../people/calls.ts'
import { teamRecords } from '../people/lookup.ts'
import { priorities, statuses, type Task } from './useTasks.ts'

export const layouts: Tab[] = [
  { to: '/tasks', title: 'List', layout: undefined },
  { to: '/tasks', title: 'Board', layout: 'board' },
  { to: '/tasks', title: 'Calendar', layout: 'calendar' },
]

/** What a person has to do comes first; the rest is one choice away. */
const unfinished = { value: 'open,in_progress,blocked', label: 'Not done' }

/** Important, for a customer, and nothing happened on it for days. */
const idleness = [
  { value: 'true', label: 'Idle' },
  { value: 'false', label: 'Not idle' },
]

const parts = [
  { value: 'assignee', label: 'An assignee' },
  { value: 'estimate', label: 'An estimate' },
  { value: 'due_date', label: 'A due date' },
  { value: 'team', label: 'A team' },
]

export const listTasks = (query: Record<string, unknown>) => api.get('/tasks', { query })

export function useTaskFilters(): Filter[] {
  const { can } = useMe()
  const people = usePeople()
  const custom = useCustomFields<Task>('task')
  return [
    { name: 'status', label: 'Status', options: [unfinished, ...statuses], initial: unfinished.value },
    { name: 'priority', label: 'Priority', options: priorities },
    { name: 'idle', label: 'Idle', options: idleness, single: true },
    { name: 'assigned_to', label: 'Assigned to', records: people },
    ...(can('users:read') ? [{ name: 'team_id', label: 'Team', records: teamRecords }] : []),
    { name: 'with', label: 'With', options: parts },
    { name: 'without', label: 'Without', options: parts },
    ...(can('accounts:read') ? [accountFilter] : []),
    ...(can('deals:read') ? [dealFilter] : []),
    ...custom.filters,
  ]
}
