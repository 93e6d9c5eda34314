import type { Static } from '#domain/shapes.ts'
import type { MappingTarget } from '#domain/mapping-targets.ts'
import type { EntriesMatching } from '#domain/time-deeds.ts'
import type { TimeEntry, TimeEntryFilter, TimeEntryQuery } from '#domain/time.ts'
import { checkAsksNoWorth } from '#server/fields/worth.ts'
import { mayRead, readProject } from '#server/evidence/may-read.ts'
import { inScope } from '#server/people/scope.ts'
import { scopeOf, type Actor } from '#server/platform/actor.ts'
import { all, containing, sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import { namedMatches } from '#server/platform/bulk.ts'
import { page } from '#server/platform/pages.ts'
import { listed } from './filters.ts'
import { are } from './key-queries.ts'
import { throughMonths, toMatch } from './bounded.ts'

/** `former`: of what was deleted, split or merged and stands in a table of its own. */
export const columns = (actor: Actor, former = false) => sql`
  e.id, e.user_id, u.name as user_name, e.account_id, a.name as account_name, e.deal_id, d.name as deal_name,
  e.task_id, t.title as task_title, e.start_time, e.end_time, e.duration_seconds, e.zone, e.activity_type,
  e.productivity_score, e.source, e.external_id, e.billable, ${readProject(actor)} as project_name, e.project_from_editor and ${mayRead(actor)} as project_from_editor, e.tags,
  case when ${mayRead(actor)} then e.title end as title,
  case when ${mayRead(actor)} then e.url end as url,
  case when ${mayRead(actor)} then e.app end as app,
  e.released_at is not null as released, e.evidence_erased_at,
  e.mapping, e.status, e.quarantine_reason, e.discarded_at is not null as discarded, e.synced_at, e.version, e.created_at, e.updated_at,
  e.made_in, ${former ? sql`e.ended_as, e.ended_at as deleted_at, e.ended_by as deleted_by` : sql`null as ended_as, null as deleted_at, null as deleted_by`},
  (select l.kind from locks_on(array[e.user_id], array[e.day], array[((e.end_time - interval '1 millisecond') at time zone e.zone)::date]) l) as locked,
  e.status <> 'quarantined' and exists (select from timesheets s where s.user_id = e.user_id and s.state = 'submitted' and s.week <= e.day and s.week > e.day - 7) as submitted,
  case when e.status = 'quarantined' then coalesce((select q.kind from doubts q where q.id = e.id), 'other') end as doubt
`
export const joins = sql`
  join users u on u.id = e.user_id
  left join accounts a on a.id = e.account_id
  left join deals d on d.id = e.deal_id
  left join tasks t on t.id = e.task_id
`

export const sorts = {
  start_time: { by: sql`e.start_time`, type: 'timestamptz' },
  duration_seconds: { by: sql`e.duration_seconds`, type: 'integer' },
} as const

const tableOf = ({ deleted }: TimeEntryFilter) => sql.table(deleted ? 'former_entries' : 'time_entries')

/** `looked_through`: the day a page got to that ends before it is full (bounded.ts). */
export async function listEntries(db: Database, actor: Actor, query: TimeEntryQuery) {
  checkAsksNoWorth(actor, query)
  let looked_through = null as string | null
  const found = await page(query, sorts, '-start_time', sql`e.id`, async (window) => {
    const { sort_key, after, order, limit } = window
    const fetch = async (months: RawBuilder<unknown>, from: RawBuilder<unknown> = tableOf(query)) => {
      const { rows } = await sql<TimeEntry & { sort_key: string }>`
        select ${columns(actor, query.deleted)}, ${sort_key} as sort_key
        from (select * from ${from} e where ${all(months, after, listed(actor, query))} ${order} ${limit}) e ${joins}
        ${order}
      `.execute(db)
      return rows
    }
    if (query.deleted) return fetch(sql`true`)
    const part = await throughMonths(db, actor, query, window, fetch)
    if (part.stopped !== null && part.rows.length < window.size) looked_through = part.stopped.slice(0, 10)
    return part
  })
  return { ...found, looked_through }
}

/** `date_from`: what is older was not looked at; what is named is all that the same filter finds from that day on. */
export async function entriesMatching(db: Database, actor: Actor, query: TimeEntryFilter): Promise<EntriesMatching> {
  checkAsksNoWorth(actor, query)
  const { from, date_from } = query.deleted
    ? { from: deletedAmong(actor, query), date_from: null }
    : await toMatch(db, actor, query)
  const found = await namedMatches(
    db,
    sql`u.name || ', ' || to_char(e.start_time at time zone e.zone, 'YYYY-MM-DD HH24:MI')`,
    sql`${from} e join users u on u.id = e.user_id`,
    sql`e`,
    sql`true`,
    sql`e.start_time, e.id`,
  )
  return { ...found, date_from }
}
/** What is in the bin is little, and has no sums. */
export const deletedAmong = (actor: Actor, query: TimeEntryFilter) =>
  sql`(select * from former_entries e where ${listed(actor, query)})`

/**
 * An API key that may only ingest sees the entry it has just sent and no other list: the verbs ask with the right they act by.
 * What was deleted, split or merged is found too.
 */
export async function getEntry(db: Database, actor: Actor, id: string): Promise<TimeEntry | undefined> {
  const seen = inScope(actor, scopeOf(actor, 'time:read') ? 'time:read' : 'time:ingest', sql`e.user_id`)
  const one = (former: boolean, which: RawBuilder<unknown>) => sql<TimeEntry>`
    select ${columns(actor, former)} from ${tableOf({ deleted: former })} e ${joins} where ${which} and ${seen}
  `
  return (
    (await one(false, await are(db, [id])).execute(db)).rows[0] ??
    (await one(true, sql`e.id = ${id}`).execute(db)).rows[0]
  )
}

/** What became something else in this deed, as it was, and what came of it; both in the order of time. */
export async function listRelated(
  db: Database,
  actor: Actor,
  deed: { made_in: string | null; ended_in: string | null },
): Promise<{ originals: TimeEntry[]; parts: TimeEntry[] }> {
  const seen = inScope(actor, 'time:read', sql`e.user_id`)
  const related = async (deed_id: string | null, former: boolean) => {
    if (deed_id === null) return []
    const { rows } = await sql<TimeEntry>`
      select ${columns(actor, former)} from ${tableOf({ deleted: former })} e ${joins}
      where ${former ? sql`e.ended_in` : sql`e.made_in`} = ${deed_id}::uuid and ${seen} order by e.start_time, e.id limit 500
    `.execute(db)
    return rows
  }
  return { originals: await related(deed.made_in, true), parts: await related(deed.ended_in, false) }
}

export type PersonRow = { ref: string; user_id: string | null; zone: string; in_scope: boolean }

/** People by Daybook id or by the agent's own employee id. `user_id` null: the employee is known but linked to nobody. */
export async function findPeople(tx: Database, actor: Actor, refs: string[]): Promise<PersonRow[]> {
  const allowed = inScope(actor, scopeOf(actor, 'time:ingest') ? 'time:ingest' : 'time:write', sql`u.id`)
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
  }>`select id, account_id from deals where id = any (${ids}) and deleted_at is null`.execute(tx)
  return rows
}

export type TaskRow = { id: string; deal_id: string | null; account_id: string | null }

/**
 * A person, and the program on their machine, puts time on a task they see: what another has to do is not found by its id. The agent of
 * the company names any.
 */
export async function findTasks(tx: Database, actor: Actor, ids: string[]): Promise<TaskRow[]> {
  if (ids.length === 0) return []
  const seen = sql`(${inScope(actor, 'tasks:read', sql`t.assigned_to`)} or ${inScope(actor, 'time:ingest', sql`t.assigned_to`)})`
  const { rows } = await sql<TaskRow>`
    select t.id, t.deal_id, coalesce(d.account_id, t.account_id) as account_id
    from tasks t left join deals d on d.id = t.deal_id
    where t.id = any (${ids}) and t.deleted_at is null and ${seen}
  `.execute(tx)
  return rows
}

export async function hasAccount(tx: Database, id: string): Promise<boolean> {
  const { rows } = await sql`select from accounts where id = ${id} and deleted_at is null`.execute(tx)
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
     where d.deleted_at is null and a.deleted_at is null and ${named(sql`(d.name || ' ' || a.name)`)}
     order by d.stage = 'lost', lower(d.name), d.id limit ${limit})
    union all
    (select 'account', a.id, a.name, null, null, true from accounts a where a.deleted_at is null and ${named(sql`a.name`)} order by lower(a.name), a.id limit ${limit})
    limit ${limit}
  `.execute(db)
  return rows
}

type PersonDay = { user_id: string; day: string }
/** What counts on these days of these people. */
export async function findDays(
  tx: Database,
  days: PersonDay[],
): Promise<(PersonDay & { seconds: number; entries: number })[]> {
  if (days.length === 0) return []
  const { rows } = await sql<PersonDay & { seconds: number; entries: number }>`
    select t.user_id, t.day, sum(t.seconds) as seconds, sum(t.entries) as entries from time_by_day t
    where (t.user_id, t.day) in (select * from unnest(${days.map((day) => day.user_id)}::uuid[], ${days.map((day) => day.day)}::date[]))
      and t.status <> 'quarantined'
    group by t.user_id, t.day
  `.execute(tx)
  return rows
}
