/** What is written about time entries, always many rows in one statement. */
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { arrayOf, jsonArrayOf, sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import { beyondLocks } from '#server/locks/queries.ts'
import { repoint } from '#server/platform/many-rows.ts'
import type { EntryRow } from './entry-row.ts'
import { are, findKeys, found, type Key } from './key-queries.ts'

export const stored = sql`
  id, user_id, account_id, deal_id, task_id, start_time, end_time, duration_seconds, zone, activity_type, productivity_score,
  source, external_id, billable, project_name, project_from_editor, tags, title, url, app, mapping, status, quarantine_reason, synced_at, recorded_start, recorded_end,
  version, discarded_at, released_at, evidence_erased_at, made_in
`
export type StoredEntry = EntryRow & {
  version: number
  discarded_at: string | null
  released_at: string | null
  evidence_erased_at: string | null
  made_in: string | null
}

/** Locks what is already there under these external ids, in one order for everybody. */
export async function lockByExternalId(
  tx: Database,
  rows: { source: string; external_id: string }[],
): Promise<StoredEntry[]> {
  if (rows.length === 0) return []
  const known = sql`(k.source, k.external_id) in
    (select * from unnest(${arrayOf(rows.map((r) => r.source))}::text[], ${arrayOf(rows.map((r) => r.external_id))}::text[]))`
  return lock(tx, await lockKeys(tx, known))
}

/** Locks the entries of these ids that the actor may change. */
export async function lockEntries(tx: Database, actor: Actor, ids: string[]): Promise<StoredEntry[]> {
  return lock(tx, await lockKeys(tx, sql`k.id = any (${ids}) and ${inScope(actor, 'time:write', sql`k.user_id`)}`))
}

/** The key is locked before the entry: so whoever moves one to another month is waited for, and found where it is then. */
async function lockKeys(tx: Database, which: RawBuilder<unknown>): Promise<Key[]> {
  const { rows } = await sql<Key>`
    select k.id, k.start_time from time_entry_keys k where ${which} order by k.id for no key update
  `.execute(tx)
  return rows
}

async function lock(tx: Database, keys: Key[]): Promise<StoredEntry[]> {
  if (keys.length === 0) return []
  const { rows } = await sql<StoredEntry>`
    select ${stored} from time_entries e where ${found(keys)} order by e.id for update
  `.execute(tx)
  return rows
}

const inserted: { [K in keyof EntryRow]: string } = {
  id: 'uuid',
  user_id: 'uuid',
  account_id: 'uuid',
  deal_id: 'uuid',
  task_id: 'uuid',
  start_time: 'timestamptz',
  end_time: 'timestamptz',
  duration_seconds: 'int',
  zone: 'text',
  activity_type: 'text',
  productivity_score: 'real',
  source: 'text',
  external_id: 'text',
  billable: 'boolean',
  project_name: 'text',
  project_from_editor: 'boolean',
  tags: 'text',
  title: 'text',
  url: 'text',
  app: 'text',
  mapping: 'jsonb',
  status: 'text',
  quarantine_reason: 'text',
  synced_at: 'timestamptz',
  recorded_start: 'timestamptz',
  recorded_end: 'timestamptz',
}
/** The columns of many rows as one table of parameters. A row's tags are an array of its own, so it goes as text. */
function table(rows: EntryRow[], names: readonly (keyof EntryRow)[]): RawBuilder<unknown> {
  const column = (name: keyof EntryRow) => {
    if (name === 'mapping') return sql`jsonb_array_elements(${jsonArrayOf(rows.map((row) => row.mapping))}::jsonb)`
    const values = rows.map((row) => (name === 'tags' ? arrayOf(row.tags) : row[name]))
    return sql`unnest(${arrayOf(values)}::${sql.raw(inserted[name])}[])`
  }
  return sql`rows from (${sql.join(names.map(column))}) as new (${sql.raw(names.join(', '))})`
}
const valueOf = (name: keyof EntryRow) =>
  name === 'tags' ? 'new.tags::text[]' : name === 'mapping' ? `nullif(new.mapping, 'null')` : `new.${name}`

const insertedNames = Object.keys(inserted) as (keyof EntryRow)[]
const insertList = sql.raw(insertedNames.join(', '))
const selectList = sql.raw(insertedNames.map(valueOf).join(', '))

const keyNames = [
  'id',
  'user_id',
  'start_time',
  'end_time',
  'source',
  'external_id',
] as const satisfies (keyof EntryRow)[]

/**
 * Any number of rows. Gives the ids that went in: those that could take their key (migrations/0041). The others lost a race for
 * their external id, or overlap.
 */
export async function insertEntries(tx: Database, rows: EntryRow[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set()
  await makeMonths(tx, rows)
  const { rows: done } = await sql<{ id: string }>`
    with new as materialized (select * from ${table(rows, insertedNames)}),
    keyed as (
      insert into time_entry_keys (${sql.raw(keyNames.join(', '))}, billable)
      select ${sql.raw(keyNames.join(', '))}, billable and status <> 'quarantined' from new
      on conflict do nothing
      returning id
    )
    insert into time_entries (${insertList})
    select ${selectList} from new join keyed using (id)
    returning id
  `.execute(tx)
  return new Set(done.map((row) => row.id))
}

/** Those of this and the next months are there beforehand; who brings old time makes its months. */
export const makeMonths = (tx: Database, rows: Pick<EntryRow, 'start_time'>[]) =>
  sql`select make_time_months(${arrayOf([...new Set(rows.map(({ start_time }) => `${start_time.slice(0, 7)}-01`))])}::timestamptz[])`.execute(
    tx,
  )

const updated = [
  'account_id',
  'deal_id',
  'task_id',
  'start_time',
  'end_time',
  'duration_seconds',
  'productivity_score',
  'billable',
  'project_name',
  'project_from_editor',
  'tags',
  'title',
  'url',
  'app',
  'mapping',
  'status',
  'quarantine_reason',
  'synced_at',
  'recorded_start',
  'recorded_end',
] as const satisfies (keyof EntryRow)[]
const setList = sql.raw(updated.map((name) => `${name} = ${valueOf(name)}`).join(', '))

/** Writes the changeable columns of rows that are locked. */
export async function updateEntries(tx: Database, rows: EntryRow[]): Promise<void> {
  if (rows.length === 0) return
  await makeMonths(tx, rows)
  const keys = await findKeys(
    tx,
    rows.map(({ id }) => id),
  )
  await sql`
    update time_entries e
    set ${setList}, discarded_at = case when new.status = 'quarantined' then e.discarded_at end,
        version = e.version + 1, updated_at = now()
    from ${table(rows, ['id', ...updated])} where e.id = new.id and ${found(keys)}
  `.execute(tx)
}

type Spanned = Pick<EntryRow, 'id' | 'user_id' | 'start_time' | 'end_time' | 'billable' | 'status'>
/** Billable time of the same person that lies where this entry would; the earliest of it. */
export type Overlap = { id: string; other_id: string; start_time: string; end_time: string }

/** What the constraint would refuse, and what there is instead; for many rows in one statement. */
export async function findOverlaps(tx: Database, entries: Spanned[]): Promise<Map<string, Overlap>> {
  const rows = entries.filter(({ billable, status }) => billable && status !== 'quarantined')
  if (rows.length === 0) return new Map()
  const { rows: found } = await sql<Overlap>`
    select distinct on (new.id) new.id, e.id as other_id, e.start_time, e.end_time
    from rows from (
      unnest(${arrayOf(rows.map((row) => row.id))}::uuid[]), unnest(${arrayOf(rows.map((row) => row.user_id))}::uuid[]),
      unnest(${arrayOf(rows.map((row) => row.start_time))}::timestamptz[]), unnest(${arrayOf(rows.map((row) => row.end_time))}::timestamptz[])
    ) as new (id, user_id, start_time, end_time)
    join time_entry_keys e on e.user_id = new.user_id and e.id <> new.id and e.billable
      and tstzrange(e.start_time, e.end_time) && tstzrange(new.start_time, new.end_time)
    order by new.id, e.start_time
  `.execute(tx)
  return new Map(found.map((overlap) => [overlap.id, overlap]))
}

/** Gives the ids that changed: the person's own ones among those named that were not so already. */
export async function setReleased(tx: Database, user_id: string, ids: string[], released: boolean): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update time_entries e set released_at = ${released ? sql`now()` : sql`null`}, version = version + 1, updated_at = now()
    where ${await are(tx, ids)} and user_id = ${user_id} and (released_at is not null) <> ${released} returning id
  `.execute(tx)
  return rows.map(({ id }) => id)
}

/** Of rows that are locked and kept aside. */
export async function setDiscarded(tx: Database, ids: string[], discarded: boolean): Promise<void> {
  if (ids.length === 0) return
  await sql`
    update time_entries e set discarded_at = ${discarded ? sql`now()` : sql`null`}, version = version + 1, updated_at = now()
    where ${await are(tx, ids)}
  `.execute(tx)
}

/** Locks those of these ids that are the person's own. */
export async function lockOwn(tx: Database, user_id: string, ids: string[]): Promise<StoredEntry[]> {
  return lock(tx, await lockKeys(tx, sql`k.id = any (${ids}) and k.user_id = ${user_id}`))
}

/** Gives what was there: the person's own ones among those named. */
export async function deleteOwn(tx: Database, user_id: string, ids: string[]): Promise<StoredEntry[]> {
  const { rows } = await sql<StoredEntry>`
    delete from time_entries e where ${await are(tx, ids)} and user_id = ${user_id} returning ${stored}
  `.execute(tx)
  return rows
}

/** From one account to another. It is the same customer by another name, so locked weeks go along (docs/decisions/0025). */
export async function moveEntries(tx: Database, from: string, to: string, which?: RawBuilder<unknown>) {
  await beyondLocks(tx, true)
  const moved = await repoint(tx, 'time_entries', 'account_id', from, to, which)
  await beyondLocks(tx, false)
  return moved
}
