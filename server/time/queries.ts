import type { Static } from '#domain/shapes.ts'
import type { MappingTarget, TimeEntry, TimeEntryQuery, UnmappedQuery } from '#domain/time.ts'
import { inScope } from '#server/people/scope.ts'
import { scopeOf, type Actor } from '#server/platform/actor.ts'
import {
  all,
  among,
  arrayOf,
  containing,
  jsonArrayOf,
  sql,
  type Database,
  type RawBuilder,
} from '#server/platform/database.ts'
import { page } from '#server/platform/pages.ts'
import type { EntryRow } from './entry-row.ts'

/** Evidence is the person's own: nobody else's answer holds it, whatever the role (product principle 6). */
const columns = (actor: Actor) => sql`
  e.id, e.user_id, u.name as user_name, e.account_id, a.name as account_name, e.deal_id, d.name as deal_name,
  e.task_id, t.title as task_title, e.start_time, e.end_time, e.duration_seconds, e.zone, e.activity_type,
  e.productivity_score, e.source, e.external_id, e.billable, e.project_name, e.tags,
  case when e.user_id = ${actor.id}::uuid then e.title end as title,
  case when e.user_id = ${actor.id}::uuid then e.url end as url,
  case when e.user_id = ${actor.id}::uuid then e.app end as app,
  e.mapping, e.status, e.quarantine_reason, e.synced_at, e.version, e.created_at, e.updated_at
`
const joins = sql`
  join users u on u.id = e.user_id
  left join accounts a on a.id = e.account_id
  left join deals d on d.id = e.deal_id
  left join tasks t on t.id = e.task_id
`

/** Days are the person's own. The range on start_time is a day wider than any zone, so that an index on it is used. */
export const onDays = (from: string | undefined, to: string | undefined): RawBuilder<unknown> =>
  all(
    from !== undefined && sql`e.day >= ${from}::date and e.start_time >= ${from}::date - interval '1 day'`,
    to !== undefined && sql`e.day <= ${to}::date and e.start_time < ${to}::date + interval '2 days'`,
  )

type Filters = Pick<TimeEntryQuery, 'q' | 'user_id' | 'deal_id' | 'account_id' | 'date_from' | 'date_to'>

const matching = (filters: Filters) =>
  all(
    filters.user_id && among(sql`e.user_id`, filters.user_id),
    filters.deal_id && among(sql`e.deal_id`, filters.deal_id),
    filters.account_id && among(sql`e.account_id`, filters.account_id),
    onDays(filters.date_from, filters.date_to),
    filters.q !== undefined &&
      sql`(
        e.deal_id in (select id from deals where name ilike ${containing(filters.q)})
        or e.account_id in (select id from accounts where name ilike ${containing(filters.q)})
        or e.user_id in (select id from users where name ilike ${containing(filters.q)})
      )`,
  )

const sorts = {
  start_time: { by: sql`e.start_time`, type: 'timestamptz' },
  duration_seconds: { by: sql`e.duration_seconds`, type: 'integer' },
} as const

export const listEntries = (db: Database, actor: Actor, query: TimeEntryQuery) =>
  page(query, sorts, '-start_time', sql`e.id`, async ({ sort_key, after, order, limit }) => {
    const { rows } = await sql<TimeEntry & { sort_key: string }>`
      select ${columns(actor)}, ${sort_key} as sort_key
      from time_entries e ${joins}
      where ${all(
        after,
        inScope(actor, 'time:read', sql`e.user_id`),
        matching(query),
        query.task_id && among(sql`e.task_id`, query.task_id),
        query.status && among(sql`e.status`, query.status),
        query.source !== undefined && sql`e.source = ${query.source}`,
        query.billable !== undefined && sql`e.billable = ${query.billable}`,
      )}
      ${order} ${limit}
    `.execute(db)
    return rows
  })

/** An API key that may only ingest sees the entry it has just sent and no other list: the verbs ask with the right they act by. */
export async function getEntry(db: Database, actor: Actor, id: string): Promise<TimeEntry | undefined> {
  const permission = scopeOf(actor, 'time:read') ? 'time:read' : 'time:ingest'
  const { rows } = await sql<TimeEntry>`
    select ${columns(actor)} from time_entries e ${joins}
    where e.id = ${id} and ${inScope(actor, permission, sql`e.user_id`)}
  `.execute(db)
  return rows[0]
}

/** What the review queue shows of a waiting entry, before its guesses are worked out. */
export type WaitingRow = TimeEntry & {
  similar: number
  hints: { title: string | null; url: string | null; app: string | null }
}

const waitingColumns = (actor: Actor) => sql`
  ${columns(actor)},
  jsonb_build_object('title', e.title, 'url', e.url, 'app', e.app) as hints,
  (select count(*) from time_entries s
    where s.status = 'unmapped' and s.user_id = e.user_id
      and similar_key(s.project_name, s.title, s.app) = similar_key(e.project_name, e.title, e.app)) as similar
`
const waiting = (actor: Actor, query: UnmappedQuery) =>
  all(
    sql`e.status = 'unmapped'`,
    inScope(actor, 'time:read', sql`e.user_id`),
    matching(query),
    query.similar_to !== undefined &&
      sql`exists (select from time_entries s where s.id = ${query.similar_to} and s.user_id = e.user_id
        and similar_key(s.project_name, s.title, s.app) = similar_key(e.project_name, e.title, e.app))`,
  )

export const listWaiting = (db: Database, actor: Actor, query: UnmappedQuery) =>
  page(query, { start_time: sorts.start_time }, '-start_time', sql`e.id`, async ({ sort_key, after, order, limit }) => {
    const { rows } = await sql<WaitingRow & { sort_key: string }>`
      select ${waitingColumns(actor)}, ${sort_key} as sort_key
      from time_entries e ${joins} where ${all(after, waiting(actor, query))} ${order} ${limit}
    `.execute(db)
    return rows
  })

export async function sumWaiting(
  db: Database,
  actor: Actor,
  query: UnmappedQuery,
): Promise<{ total: number; total_seconds: number }> {
  const { rows } = await sql<{ total: number; total_seconds: number }>`
    select count(*) as total, coalesce(sum(e.duration_seconds), 0) as total_seconds from time_entries e where ${waiting(actor, query)}
  `.execute(db)
  return rows[0]!
}

export async function getWaiting(db: Database, actor: Actor, id: string): Promise<WaitingRow | undefined> {
  const { rows } = await sql<WaitingRow>`
    select ${waitingColumns(actor)} from time_entries e ${joins} where e.id = ${id} and ${waiting(actor, {})}
  `.execute(db)
  return rows[0]
}

export type PersonRow = { ref: string; user_id: string | null; zone: string; in_scope: boolean }

/** People by Daybook id or by the agent's own employee id. `user_id` null: the employee is known but linked to nobody. */
export async function findPeople(tx: Database, actor: Actor, refs: string[]): Promise<PersonRow[]> {
  const allowed = scopeOf(actor, 'time:ingest') ? sql`true` : inScope(actor, 'time:write', sql`u.id`)
  const { rows } = await sql<PersonRow>`
    select u.id::text as ref, u.id as user_id, u.zone, ${allowed} as in_scope from users u where u.id::text = any (${refs})
    union all
    select p.external_id, u.id, coalesce(u.zone, 'UTC'), ${allowed}
    from productivity_users p left join users u on u.linked_employee_id = p.id
    where p.external_id = any (${refs})
  `.execute(tx)
  return rows
}

export async function findDealAccounts(tx: Database, ids: string[]): Promise<{ id: string; account_id: string }[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{
    id: string
    account_id: string
  }>`select id, account_id from deals where id = any (${ids})`.execute(tx)
  return rows
}

export type TaskRow = { id: string; deal_id: string | null; account_id: string | null }

export async function findTasks(tx: Database, ids: string[]): Promise<TaskRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<TaskRow>`
    select t.id, t.deal_id, coalesce(d.account_id, t.account_id) as account_id
    from tasks t left join deals d on d.id = t.deal_id where t.id = any (${ids})
  `.execute(tx)
  return rows
}

export async function hasAccount(tx: Database, id: string): Promise<boolean> {
  const { rows } = await sql`select from accounts where id = ${id}`.execute(tx)
  return rows.length > 0
}

/** Deals and accounts whose names hold every word of the search, live deals first. */
export async function searchTargets(
  db: Database,
  text: string,
  limit: number,
): Promise<Static<typeof MappingTarget>[]> {
  const words = text
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 8)
  const named = (name: RawBuilder<unknown>) => all(...words.map((word) => sql`${name} ilike ${containing(word)}`))
  const { rows } = await sql<Static<typeof MappingTarget>>`
    (select 'deal' as kind, a.id as account_id, a.name as account_name, d.id as deal_id, d.name as deal_name, d.stage <> 'lost' as open
     from deals d join accounts a on a.id = d.account_id
     where ${named(sql`(d.name || ' ' || a.name)`)}
     order by d.stage = 'lost', lower(d.name), d.id limit ${limit})
    union all
    (select 'account', a.id, a.name, null, null, true from accounts a where ${named(sql`a.name`)} order by lower(a.name), a.id limit ${limit})
    limit ${limit}
  `.execute(db)
  return rows
}

const stored = sql`
  id, user_id, account_id, deal_id, task_id, start_time, end_time, duration_seconds, zone, activity_type, productivity_score,
  source, external_id, billable, project_name, tags, title, url, app, mapping, status, quarantine_reason, synced_at, version
`
export type StoredEntry = EntryRow & { version: number }

/** Locks what is already there under these external ids, in one order for everybody. */
export async function lockByExternalId(
  tx: Database,
  rows: { source: string; external_id: string }[],
): Promise<StoredEntry[]> {
  if (rows.length === 0) return []
  const { rows: found } = await sql<StoredEntry>`
    select ${stored} from time_entries
    where (source, external_id) in (select * from unnest(${rows.map((r) => r.source)}::text[], ${rows.map((r) => r.external_id)}::text[]))
    order by id for update
  `.execute(tx)
  return found
}

/** Locks the entries of these ids that the actor may change. */
export async function lockEntries(tx: Database, actor: Actor, ids: string[]): Promise<StoredEntry[]> {
  const { rows } = await sql<StoredEntry>`
    select ${stored} from time_entries e
    where e.id = any (${ids}) and ${inScope(actor, 'time:write', sql`e.user_id`)}
    order by e.id for update
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
  tags: 'text',
  title: 'text',
  url: 'text',
  app: 'text',
  mapping: 'jsonb',
  status: 'text',
  quarantine_reason: 'text',
  synced_at: 'timestamptz',
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

/** One statement for any number of rows. Gives the ids that went in; the others lost a race for their external id. */
export async function insertEntries(tx: Database, rows: EntryRow[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set()
  const { rows: done } = await sql<{ id: string }>`
    insert into time_entries (${insertList})
    select ${selectList} from ${table(rows, insertedNames)}
    on conflict (source, external_id) where external_id is not null do nothing
    returning id
  `.execute(tx)
  return new Set(done.map((row) => row.id))
}

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
  'tags',
  'title',
  'url',
  'app',
  'mapping',
  'status',
  'quarantine_reason',
  'synced_at',
] as const satisfies (keyof EntryRow)[]
const setList = sql.raw(updated.map((name) => `${name} = ${valueOf(name)}`).join(', '))

/** Writes the changeable columns of rows that are locked. */
export async function updateEntries(tx: Database, rows: EntryRow[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    update time_entries e set ${setList}, version = e.version + 1, updated_at = now()
    from ${table(rows, ['id', ...updated])} where e.id = new.id
  `.execute(tx)
}
