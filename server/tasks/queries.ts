import type { Matching } from '#domain/bulk.ts'
import { idleAfterDays, type Task, type taskParts, type TaskFilter, type TaskQuery } from '#domain/tasks.ts'
import { narrow } from '#server/fields/narrow-list.ts'
import { seenMetadata } from '#server/fields/worth.ts'
import { inScope } from '#server/people/scope.ts'
import { personOf, type Actor } from '#server/platform/actor.ts'
import { namedMatches } from '#server/platform/bulk.ts'
import { all, among, containing, sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import type { Deletion } from '#server/platform/deletion.ts'
import { daysAgo } from '#server/platform/instants.ts'
import { repoint, updateMany } from '#server/platform/many-rows.ts'
import { page } from '#server/platform/pages.ts'

const loggedSeconds = sql`(
  select coalesce(sum(s.seconds), 0)::bigint from task_time_by_day s where s.task_id = t.id
)`
const quietSince = sql`(now() - make_interval(days => ${idleAfterDays}))`
/** No entry is longer than seven days. */
const begunSince = () => sql`${daysAgo(idleAfterDays + 8)}::timestamptz`
/** Of task `t`. */
export const idle = () => sql`(
  t.priority in ('high', 'urgent') and t.status not in ('done', 'cancelled') and t.account_id is not null
  and t.deleted_at is null and t.updated_at < ${quietSince}
  and not exists (select from time_entries e where e.task_id = t.id and e.start_time > ${begunSince()} and e.end_time > ${quietSince})
  and not exists (select from notes n where n.task_id = t.id and n.deleted_at is null and n.created_at > ${quietSince})
)`

const columns = (actor: Actor) => sql`
  t.id, t.title, t.deal_id, d.name as deal_name, d.deleted_at is not null as deal_deleted, t.account_id, a.name as account_name,
  a.deleted_at is not null as account_deleted, t.description, t.assigned_to, u.name as assignee_name,
  t.status, t.priority, t.due_date, t.estimated_hours::text as estimated_hours, ${seenMetadata(actor, 'task', 't.metadata')} as metadata, ${loggedSeconds} as logged_seconds, ${idle()} as idle, t.version, t.created_at, t.updated_at,
  t.deleted_at, t.deleted_by
`
const joins = sql`left join deals d on d.id = t.deal_id left join accounts a on a.id = t.account_id left join users u on u.id = t.assigned_to`

const sorts = {
  due_date: { by: sql`coalesce(t.due_date, date 'infinity')`, type: 'date' },
  created_at: { by: sql`t.created_at`, type: 'timestamptz' },
  priority: { by: sql`array_position(array['low', 'normal', 'high', 'urgent'], t.priority)`, type: 'integer' },
  title: { by: sql`lower(t.title)`, type: 'text' },
} as const

/** Never null, so that what has a part and what has it not are all there is. */
const has: Record<(typeof taskParts)[number], RawBuilder<unknown>> = {
  assignee: sql`(t.assigned_to is not null)`,
  estimate: sql`(t.estimated_hours is not null)`,
  due_date: sql`(t.due_date is not null)`,
  team: sql`exists (select from users m where m.id = t.assigned_to and m.team_id is not null)`,
}

/** The tasks this actor may read that fit the filters. */
const matching = (actor: Actor, query: TaskFilter) =>
  all(
    query.deleted ? sql`t.deleted_at is not null` : sql`t.deleted_at is null`,
    inScope(actor, 'tasks:read', sql`t.assigned_to`),
    query.q !== undefined && sql`t.title ilike ${containing(query.q)}`,
    query.assigned_to && among(sql`t.assigned_to`, query.assigned_to),
    query.status && among(sql`t.status`, query.status),
    query.priority && among(sql`t.priority`, query.priority),
    query.deal_id && among(sql`t.deal_id`, query.deal_id),
    query.account_id && among(sql`t.account_id`, query.account_id),
    query.date_from !== undefined && sql`${sorts.due_date.by} >= ${query.date_from} and t.due_date is not null`,
    query.date_to !== undefined && sql`${sorts.due_date.by} <= ${query.date_to}`,
    query.idle !== undefined && (query.idle ? idle() : sql`not ${idle()}`),
    query.team_id && sql`t.assigned_to in (select id from users where ${among(sql`team_id`, query.team_id)})`,
    ...(query.with ?? []).map((part) => has[part]),
    ...(query.without ?? []).map((part) => sql`not ${has[part]}`),
  )

export async function listTasks(db: Database, actor: Actor, query: TaskQuery) {
  const custom = await narrow(db, actor, 'task', query, 't')
  return page(
    query,
    { ...sorts, ...custom.sorts },
    'due_date',
    sql`t.id`,
    async ({ sort_key, after, order, limit }) => {
      const { rows } = await sql<Task & { sort_key: string }>`
      select ${columns(actor)}, ${sort_key} as sort_key
      from (
        select t.* from tasks t where ${all(after, matching(actor, query), custom.where)} ${order} ${limit}
      ) t ${joins}
      ${order}
    `.execute(db)
      return rows
    },
  )
}

export async function tasksMatching(db: Database, actor: Actor, query: TaskFilter): Promise<Matching> {
  const custom = await narrow(db, actor, 'task', query, 't')
  return namedMatches(db, sql`t.title`, sql`tasks t`, sql`t`, all(matching(actor, query), custom.where))
}

export async function getTask(db: Database, actor: Actor, id: string): Promise<Task | undefined> {
  const { rows } = await sql<Task>`
    select ${columns(actor)} from tasks t ${joins} where t.id = ${id} and ${inScope(actor, 'tasks:read', sql`t.assigned_to`)}
  `.execute(db)
  return rows[0]
}

/** The rows as they may be changed by this actor, locked until the deed ends, in the order of their ids. */
export const lockTasks = (tx: Database, actor: Actor, ids: string[]) =>
  tx
    .selectFrom('tasks as t')
    .selectAll()
    .where('t.id', 'in', ids)
    .where(inScope(actor, 'tasks:write', sql`t.assigned_to`) as never)
    .orderBy('t.id')
    .forUpdate()
    .execute()

export const lockTask = async (tx: Database, actor: Actor, id: string) => (await lockTasks(tx, actor, [id]))[0]

export type TaskFields = Pick<
  Task,
  | 'title'
  | 'deal_id'
  | 'account_id'
  | 'description'
  | 'assigned_to'
  | 'status'
  | 'priority'
  | 'due_date'
  | 'estimated_hours'
  | 'metadata'
>

type Done = { done_by?: string | null }
/** Whoever sets a task done is named with it; of one that is done already the database keeps who did it. */
export const doneBy = (actor: Actor, { status }: { status?: unknown }): Done =>
  status === 'done' ? { done_by: personOf(actor) } : {}

export async function insertTask(
  tx: Database,
  fields: Partial<TaskFields> & Done & { title: string },
): Promise<string> {
  return (await tx.insertInto('tasks').values(fields).returning('id').executeTakeFirstOrThrow()).id
}

/** The same change to any number of rows, in one statement. */
export const updateTasks = (tx: Database, ids: string[], fields: Partial<TaskFields & Deletion> & Done) =>
  tx
    .updateTable('tasks')
    .set({ ...fields, version: sql`version + 1`, updated_at: sql`now()` })
    .where('id', 'in', ids)
    .execute()

/** The deal keeps this account until the deed ends: whoever moves it to another, or deletes it, waits. */
export async function accountOfDeal(tx: Database, deal_id: string, even_deleted: boolean): Promise<string | undefined> {
  const { rows } = await sql<{ account_id: string }>`
    select account_id from deals where id = ${deal_id} and (deleted_at is null or ${even_deleted}) for key share
  `.execute(tx)
  return rows[0]?.account_id
}

/** Every open task of one person to another, or to nobody. Gives the ids. */
export async function handOver(tx: Database, from: string, to: string | null): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update tasks set assigned_to = ${to}, version = version + 1, updated_at = now() where assigned_to = ${from} and status not in ('done', 'cancelled') returning id
  `.execute(tx)
  return rows.map(({ id }) => id)
}

/** Many at once, with ids of the caller's. */
export const insertTasks = (tx: Database, rows: (Partial<TaskFields> & { id: string; title: string })[]) =>
  tx.insertInto('tasks').values(rows).execute()

/** Whole rows, each changed in its own way; gives their new versions. */
export const rewriteTasks = (tx: Database, rows: { id: string }[]) =>
  updateMany(
    tx,
    'tasks',
    [
      'deal_id',
      'account_id',
      'title',
      'description',
      'assigned_to',
      'status',
      'priority',
      'due_date',
      'estimated_hours',
      'deleted_at',
      'deleted_by',
    ],
    rows,
  )

/** From one account to another. */
export const moveTasks = (tx: Database, from: string, to: string, which?: RawBuilder<unknown>) =>
  repoint(tx, 'tasks', 'account_id', from, to, which)
