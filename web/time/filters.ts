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

/** An owner is the deal’s, a team the person’s. */
const parts = [
  { value: 'account', label: 'An account' },
  { value: 'deal', label: 'A deal' },
  { value: 'task', label: 'A task' },
  { value: 'owner', label: 'An owner of the deal' },
  { value: 'team', label: 'A team' },
]
const ways = [
  { value: 'named', label: 'The entry names it' },
  { value: 'tag', label: 'Client tag' },
  { value: 'mapping_rule', label: 'Mapping rule' },
  { value: 'project_name', label: 'Project name' },
  { value: 'person', label: 'A person' },
]

const rules: Records = {
  kind: 'mapping-rules',
  find: async (text) =>
    (await api.get('/mapping-rules', { query: { limit: 200, sort: 'name' } })).data
      .filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()))
      .map(({ id, name }) => ({ value: id, label: name })),
  nameOf: async (id) => (await api.get('/mapping-rules/{id}', { params: { id } })).name,
}

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
    ...(can('deals:read') ? [{ name: 'owner_id', label: 'Owner of the deal', records: people }] : []),
    ...(can('values:read') ? [{ name: 'currency', label: 'Currency of the deal', free: true, capitals: true }] : []),
    { name: 'with', label: 'With', options: parts },
    { name: 'without', label: 'Without', options: parts },
    { name: 'placed_by', label: 'Placed by', options: ways },
    ...(can('rules:read') ? [{ name: 'rule_id', label: 'Rule', records: rules }] : []),
    { name: 'status', label: 'Status', options: options(['synced', 'unmapped', 'quarantined', 'discarded']) },
    { name: 'discarded', label: 'Discarded', single: true, options: either },
    { name: 'source', label: 'Source', single: true, options: options(['agent', 'manual']) },
    { name: 'activity_type', label: 'Activity', options: options(['app', 'website', 'manual']) },
    { name: 'app', label: 'App, of titles one may read', free: true },
    { name: 'project', label: 'Project name', free: true },
    { name: 'billable', label: 'Billable', single: true, options: either },
    { name: 'tag', label: 'Tag', free: true },
    { name: 'minutes', label: 'Minutes', range: 'number' },
  ]
}
