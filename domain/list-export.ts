/** A list as a file: the same filters and sort, the fields one asks for, and no end. */
import { decimal, type Cell } from './csv.ts'
import { csvFields } from './csv-fields.ts'
import type { CustomField, FieldObject } from './custom-fields.ts'
import { Type } from './shapes.ts'

/** Beside the filters and the sort of the list. */
export const exportFields = {
  columns: Type.Optional(
    Type.String({
      maxLength: 4_000,
      pattern: '^[a-z0-9_.]+(,[a-z0-9_.]+)*$',
      description: 'fields of the list by commas, in the order of the file; left out: all of them',
      examples: ['name,owner_name,metadata.tier'],
    }),
  ),
  ...csvFields,
}

const common = { id: 'Id', created_at: 'Created', updated_at: 'Changed' }
type Listed = FieldObject | 'time_entry'
/** What a file may hold of each, and what its heading says. */
const headings: Record<Listed, Record<string, string>> = {
  account: {
    name: 'Name',
    industry: 'Industry',
    owner_name: 'Owner',
    primary_contact_name: 'Primary contact',
    phone: 'Phone',
    website: 'Website',
    address: 'Address',
    tags: 'Tags',
    open_deals: 'Open deals',
    ...common,
  },
  contact: {
    name: 'Whole name',
    first_name: 'First name',
    last_name: 'Last name',
    account_name: 'Account',
    job_title: 'Title',
    email: 'E-mail',
    phone: 'Phone',
    owner_name: 'Owner',
    tags: 'Tags',
    ...common,
  },
  deal: {
    name: 'Name',
    account_name: 'Account',
    stage: 'Stage',
    value: 'Value',
    probability: 'Probability',
    owner_name: 'Owner',
    start_date: 'Start date',
    end_date: 'Close date',
    budget_hours: 'Budget, hours',
    tracked_seconds: 'Seconds worked',
    ...common,
  },
  task: {
    title: 'Title',
    account_name: 'Account',
    deal_name: 'Deal',
    assignee_name: 'Assigned to',
    status: 'Status',
    priority: 'Priority',
    due_date: 'Due',
    logged_seconds: 'Seconds worked',
    estimated_hours: 'Estimate, hours',
    description: 'Description',
    ...common,
  },
  time_entry: {
    user_name: 'Person',
    account_name: 'Account',
    deal_name: 'Deal',
    task_title: 'Task',
    day: 'Day',
    local_start: 'Start',
    local_end: 'End',
    zone: 'Zone',
    hours: 'Hours',
    duration_seconds: 'Seconds',
    billable: 'Billable',
    status: 'Status',
    locked: 'Locked',
    activity_type: 'Activity',
    source: 'Source',
    project_name: 'Project',
    tags: 'Tags',
    reason: 'Reason',
    title: 'Title',
    url: 'Web address',
    app: 'App',
    start_time: 'Start, UTC',
    end_time: 'End, UTC',
    external_id: 'External id',
    ...common,
  },
}

/** `money` takes two cells: no spreadsheet adds up text, and no sum mixes currencies. A `decimal` is one, though it is kept as text. */
export type ExportColumn = { name: string; heading: string; kind: 'plain' | 'decimal' | 'money' }
const decimals = new Set(['budget_hours', 'estimated_hours', 'hours'])
const kindOf = (name: string) => (name === 'value' ? 'money' : decimals.has(name) ? 'decimal' : 'plain')

export const columnsOf = (object: Listed, custom: readonly CustomField[]): ExportColumn[] => [
  ...Object.entries(headings[object]).map(([name, heading]) => ({ name, heading, kind: kindOf(name) }) as const),
  ...custom.map(
    ({ key, label, type }) =>
      ({ name: `metadata.${key}`, heading: label, kind: type === 'money' ? 'money' : 'plain' }) as const,
  ),
]

export const headingOf = (columns: readonly ExportColumn[]): Cell[] =>
  columns.flatMap(({ heading, kind }) => (kind === 'money' ? [heading, `${heading}, currency`] : [heading]))

type Row = Record<string, unknown> & { metadata?: Record<string, unknown> }
export const cellsOf = (columns: readonly ExportColumn[], row: Row): Cell[] =>
  columns.flatMap(({ name, kind }) => {
    const value = name.startsWith('metadata.') ? row.metadata?.[name.slice(9)] : row[name]
    if (kind === 'money') return worthOf(value)
    return [kind === 'decimal' && typeof value === 'string' ? decimal(value) : cellOf(value)]
  })

function worthOf(value: unknown): Cell[] {
  const { amount, currency } = (value ?? {}) as { amount?: unknown; currency?: unknown }
  return [decimal(typeof amount === 'string' ? amount : null), typeof currency === 'string' ? currency : null]
}

function cellOf(value: unknown): Cell {
  if (value === undefined || value === null) return null
  if (Array.isArray(value)) return value.join('; ')
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'object') return JSON.stringify(value)
  return typeof value === 'number' || typeof value === 'boolean' ? value : String(value)
}
