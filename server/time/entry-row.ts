/** A time entry as it is stored, and how a believed claim becomes one. */
import { mapEntry, type Mapping } from '#domain/mapping.ts'
import { durationOf } from '#domain/time-claims.ts'
import type { EntryResult, EntryStatus, TimeEntryInput } from '#domain/time.ts'
import type { Known } from './names.ts'
import type { TaskRow } from './queries.ts'

export type EntryRow = {
  id: string
  user_id: string
  account_id: string | null
  deal_id: string | null
  task_id: string | null
  start_time: string
  end_time: string
  duration_seconds: number
  zone: string
  activity_type: 'app' | 'website' | 'manual'
  productivity_score: number | null
  source: 'agent' | 'manual'
  external_id: string | null
  billable: boolean
  project_name: string | null
  project_from_editor: boolean
  tags: string[]
  title: string | null
  url: string | null
  app: string | null
  mapping: Mapping | null
  status: EntryStatus
  quarantine_reason: string | null
  synced_at: string | null
  /** What its agent recorded, where a person has set other times; else both null. */
  recorded_start: string | null
  recorded_end: string | null
}

/** Where an entry stands: on its place, or waiting. */
export type Place = Pick<EntryRow, 'account_id' | 'deal_id' | 'task_id' | 'mapping' | 'status'>
export const waiting: Place = { account_id: null, deal_id: null, task_id: null, mapping: null, status: 'unmapped' }

type Hints = Pick<
  EntryRow,
  | 'deal_id'
  | 'tags'
  | 'project_name'
  | 'project_from_editor'
  | 'title'
  | 'url'
  | 'app'
  | 'activity_type'
  | 'user_id'
  | 'start_time'
  | 'zone'
  | 'billable'
>
/** Of what a rule keeps private nothing is stored but the time. */
export const nothing = { project_name: null, project_from_editor: false, tags: [], title: null, url: null, app: null }

/** The five steps of the contract: a place with its reason, or the queue. */
export function placeFor(
  hints: Hints,
  task: TaskRow | null,
  { catalog, rules }: Known,
): Place & Pick<EntryRow, 'billable'> & Partial<EntryRow> {
  const found = mapEntry({ ...hints, task }, catalog, rules)
  const billable = found.billable ?? hints.billable
  if (!('mapping' in found)) return { ...waiting, billable }
  const { account_id, deal_id, task_id, mapping } = found
  return { account_id, deal_id, task_id, mapping, status: 'synced', billable, ...(mapping.private && nothing) }
}

/** Whether a rule would keep it private if it were placed now. */
export const isPrivate = (hints: Hints, task: TaskRow | null, known: Known): boolean =>
  placeFor(hints, task, known).mapping?.private === true

export type Person = { user_id: string; zone: string }
const utc = (instant: string) => new Date(instant).toISOString()

/** A row for a claim, not placed yet. `doubt` keeps it in quarantine with the reason. */
export function rowFor(
  id: string,
  input: TimeEntryInput,
  person: Person,
  source: 'agent' | 'manual',
  doubt: string | null,
  now_ms: number,
): EntryRow {
  return {
    ...waiting,
    id,
    user_id: person.user_id,
    zone: person.zone,
    deal_id: input.deal_id ?? null,
    task_id: input.task_id ?? null,
    start_time: utc(input.start_time),
    end_time: utc(input.end_time),
    duration_seconds: durationOf(input),
    activity_type: input.activity_type ?? (source === 'manual' ? 'manual' : 'app'),
    productivity_score: input.productivity_score ?? null,
    source,
    external_id: input.external_id ?? null,
    billable: input.billable ?? true,
    project_name: input.project_name || null,
    project_from_editor: !!input.project_name && input.project_from_editor === true,
    tags: input.tags ?? [],
    title: input.title || null,
    url: input.url || null,
    app: input.app || null,
    status: doubt ? 'quarantined' : 'unmapped',
    quarantine_reason: doubt,
    synced_at: source === 'agent' ? new Date(now_ms).toISOString() : null,
    recorded_start: null,
    recorded_end: null,
  }
}

/** What the ledger keeps of an entry: everything but the evidence. */
export const forLedger = ({
  title: _title,
  url: _url,
  app: _app,
  id: _id,
  tags: _tags,
  project_name: _project,
  project_from_editor: _fromEditor,
  zone: _zone,
  synced_at: _synced,
  recorded_start: _start,
  recorded_end: _end,
  mapping,
  ...kept
}: EntryRow) => ({
  ...kept,
  rule: mapping?.rule ?? null,
})

export const resultOf = (
  status: EntryResult['status'],
  row: EntryRow,
  problem: EntryResult['problem'] = null,
): EntryResult => ({
  status,
  id: row.id,
  external_id: row.external_id,
  waiting: row.status === 'unmapped',
  account_id: row.account_id,
  deal_id: row.deal_id,
  task_id: row.task_id,
  mapping: row.mapping,
  problem,
})

/** What a sender knows it by; null where it has no id of the sender's. */
export const keyOf = ({ source, external_id }: Pick<EntryRow, 'source' | 'external_id'>) =>
  external_id === null ? null : `${source}\n${external_id}`

export const differsFrom = (known: EntryRow) => ({
  code: 'conflict',
  detail: `An entry with this external_id is stored with another content (${known.start_time} to ${known.end_time}). Nothing was changed.`,
  errors: [{ pointer: '/external_id', code: 'conflict', message: 'The stored entry has another start, end or deal.' }],
})

const unstored = { id: null, waiting: false, account_id: null, deal_id: null, task_id: null, mapping: null }

export const rejected = (
  external_id: string | null,
  code: string,
  errors: NonNullable<EntryResult['problem']>['errors'],
): EntryResult => ({
  ...unstored,
  status: 'rejected',
  external_id,
  problem: { code, detail: errors.map(({ pointer, message }) => `${pointer || '/'}: ${message}`).join(' '), errors },
})

const taken = 'Time of another person is stored with this external_id.'
/** Whose it is and when is not the sender's to know. */
export const ofAnother = (external_id: string | null): EntryResult => ({
  ...unstored,
  status: 'conflict',
  external_id,
  problem: {
    code: 'conflict',
    detail: `${taken} Nothing was changed.`,
    errors: [{ pointer: '/external_id', code: 'conflict', message: taken }],
  },
})

export const isDoubted = ({ status }: Pick<EntryRow, 'status'>) => status === 'quarantined'

/** What would be kept aside if it were new is not taken for growth either. */
export const cannotGrow = ({ quarantine_reason }: EntryRow) => {
  const message = quarantine_reason!
  return {
    code: 'doubtful',
    detail: `${message} Nothing was changed.`,
    errors: [{ pointer: '/end_time', code: 'doubtful', message }],
  }
}

/** The sender learns that it was left out, and not by which rule of the person. */
export const leftOut = (external_id: string | null): EntryResult => ({
  ...unstored,
  status: 'private',
  external_id,
  problem: null,
})
