/** What the table of entries is narrowed by. */
import { accountFilter } from '../accounts/lookup.ts'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { dealFilter } from '../deals/lookup.ts'
import type { Filter } from '../layout/filters.ts'
import type { Records } from '../layout/RecordForm.tsx'
import { usePeople } from '../people/calls.ts'
import { teamRecords } from '../people/lookup.ts'
import { words } from '../ui/formats.tsx'

const options = (values: string[]) => values.map((value) => ({ value, label: words(value) }))
const either = [
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
]

const tasks: Records = {
  kind: 'tasks',
  find: async (text) =>
    (await api.get('/tasks', { query: { limit: 12, ...(text && { q: text }) } })).data.map(
      ({ id, title, deal_name }) => ({ value: id, label: title, ...(deal_name && { detail: deal_name }) }),
    ),
  nameOf: async (id) => (await api.get('/tasks/{id}', { params: { id } })).title,
}

export function useEntryFilters(): Filter[] {
  const { can } = useMe()
  const people = usePeople()
  return [
    { name: 'user_id', label: 'Person', records: people },
    ...(can('users:read') ? [{ name: 'team_id', label: 'Team', records: teamRecords }] : []),
    ...(can('accounts:read') ? [accountFilter] : []),
    ...(can('deals:read') ? [dealFilter] : []),
    ...(can('tasks:read') ? [{ name: 'task_id', label: 'Task', records: tasks }] : []),
    { name: 'status', label: 'Status', options: options(['synced', 'unmapped', 'quarantined', 'discarded']) },
    { name: 'source', label: 'Source', single: true, options: options(['agent', 'manual']) },
    { name: 'activity_type', label: 'Activity', options: options(['app', 'website', 'manual']) },
    { name: 'app', label: 'App, of titles one may read', free: true },
    { name: 'billable', label: 'Billable', single: true, options: either },
    { name: 'tag', label: 'Tag', free: true },
    { name: 'minutes', label: 'Minutes', range: 'number' },
  ]
}
