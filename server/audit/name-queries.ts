/** What ids are called, for a page of the ledger, in one query: only what the reader may see by its own right. */
import type { Change } from '#domain/audit.ts'
import { inScope } from '#server/people/scope.ts'
import { scopeOf, type Actor } from '#server/platform/actor.ts'
import { containing, sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import { isId } from './filter.ts'

type Kind = {
  from: RawBuilder<unknown>
  name: RawBuilder<unknown>
  seen: RawBuilder<unknown>
  /** What it is looked for in, where that is more than the name. */
  text?: RawBuilder<unknown>
}
/** Every kind of record with a name of its own: its rows, and who may see them. */
const records = (actor: Actor): Kind[] => [
  { from: sql`accounts r`, name: sql`r.name`, seen: inScope(actor, 'accounts:read', sql`r.owner_id`) },
  {
    from: sql`contacts r`,
    name: sql`coalesce(r.first_name || ' ', '') || r.last_name`,
    // as the index has it
    text: sql`(coalesce(r.first_name || ' ', '') || r.last_name || ' ' || coalesce(r.email, '') || ' ' || coalesce(r.phone, ''))`,
    seen: inScope(actor, 'accounts:read', sql`r.owner_id`),
  },
  { from: sql`deals r`, name: sql`r.name`, seen: inScope(actor, 'deals:read', sql`r.owner_id`) },
  { from: sql`tasks r`, name: sql`r.title`, seen: inScope(actor, 'tasks:read', sql`r.assigned_to`) },
  { from: sql`users r`, name: sql`r.name`, seen: inScope(actor, 'users:read', sql`r.id`) },
  { from: sql`teams r`, name: sql`r.name`, seen: inScope(actor, 'users:read', sql`r.id`) },
  { from: sql`roles r`, name: sql`r.name`, seen: inScope(actor, 'users:read', sql`r.id`) },
  { from: sql`productivity_users r`, name: sql`r.name`, seen: only(actor, 'users:write') },
  { from: sql`api_keys r`, name: sql`r.name`, seen: only(actor, 'api-keys:write') },
  { from: sql`mapping_rules r`, name: sql`r.name`, seen: only(actor, 'rules:read') },
  { from: sql`record_imports r`, name: sql`r.file_name`, seen: inScope(actor, 'imports:write', sql`r.created_by`) },
  { from: sql`imports r`, name: sql`r.file_name`, seen: inScope(actor, 'imports:write', sql`r.created_by`) },
]
const only = (actor: Actor, permission: 'users:write' | 'api-keys:write' | 'rules:read') =>
  scopeOf(actor, permission) === 'all' ? sql`true` : sql`false`

/** Adds the names of every id that the rows mention. */
export async function withNames<P extends { data: Change[] }>(db: Database, actor: Actor, page: P) {
  return { ...page, names: await namesOf(db, actor, [...new Set(page.data.flatMap(idsIn))].slice(0, 5_000)) }
}

const idsIn = ({ object_id, before, after }: Change): string[] => [
  object_id,
  ...[...Object.values(before ?? {}), ...Object.values(after ?? {})].filter(
    (value): value is string => typeof value === 'string' && isId(value),
  ),
]

export async function namesOf(db: Database, actor: Actor, ids: string[]): Promise<Record<string, string>> {
  if (ids.length === 0) return {}
  const named = records(actor).map(
    ({ from, name, seen }) =>
      sql`select r.id, ${name} as name from ${from} where r.id = any (${ids}::uuid[]) and ${seen}`,
  )
  const { rows } = await sql<{ id: string; name: string }>`
    ${sql.join(named, sql` union all `)}
    union all
    select e.id, u.name || ', ' || to_char(e.start_time at time zone e.zone, 'FMDD Mon YYYY HH24:MI')
    from (
      select e.id, e.user_id, e.start_time, e.zone from time_entry_keys k join time_entries e on e.id = k.id and e.start_time = k.start_time
      where k.id = any (${ids}::uuid[])
      union all select id, user_id, start_time, zone from former_entries where id = any (${ids}::uuid[])
    ) e
    join users u on u.id = e.user_id
    where ${inScope(actor, 'time:read', sql`e.user_id`)}
    union all
    select s.id, u.name || ', week from ' || to_char(s.week, 'FMDD Mon YYYY')
    from timesheets s join users u on u.id = s.user_id
    where s.id = any (${ids}::uuid[]) and ${inScope(actor, 'time:read', sql`s.user_id`)}
  `.execute(db)
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]))
}

/** At most 100 ids a kind of record: what somebody means who types a name. */
export async function recordsNamed(db: Database, actor: Actor, q: string): Promise<string[]> {
  const found = records(actor).map(
    ({ from, name, seen, text = name }) =>
      sql`(select r.id from ${from} where ${text} ilike ${containing(q)} and ${seen} limit 100)`,
  )
  const { rows } = await sql<{ id: string }>`${sql.join(found, sql` union all `)}`.execute(db)
  return rows.map(({ id }) => id)
}
