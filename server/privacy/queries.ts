import { ownData, secretOf } from '#domain/own-data.ts'
import type { Look, LookQuery, Placements, Viewer } from '#domain/privacy.ts'
import { all, sql, type Database } from '#server/platform/database.ts'
import { page } from '#server/platform/pages.ts'
import { onDays } from '#server/time/filters.ts'

/** What a reader of titles was given at that moment, if it was not released by the person. */
const reasonThen = sql`(
  select a.reason from evidence_access a
  where a.viewer_id = c.actor_id and a.person_id = c.object_id and c.occurred_at between a.created_at and a.expires_at
  order by a.created_at desc limit 1
)`

export const listLooks = (db: Database, person_id: string, query: LookQuery) =>
  page(
    query,
    { occurred_at: { by: sql`c.occurred_at`, type: 'timestamptz' } },
    '-occurred_at',
    sql`c.id`,
    async ({ sort_key, after, order, limit }) => {
      const { rows } = await sql<Look & { sort_key: string }>`
        select c.id, coalesce(u.name, k.name, 'Somebody') as viewer_name, c.occurred_at,
               coalesce(jsonb_array_length(c.after -> 'entries'), 0) as entries, ${reasonThen} as reason, ${sort_key} as sort_key
        from changes c left join users u on u.id = c.actor_id left join api_keys k on k.id = c.actor_id
        where ${all(after, sql`c.object_id = ${person_id} and c.action = 'evidence.read'`)}
        ${order} ${limit}
      `.execute(db)
      return rows
    },
  )

export async function sumPlacements(
  db: Database,
  user_id: string,
  from: string,
  to: string,
): Promise<Placements['data']> {
  const { rows } = await sql<Placements['data'][number]>`
    select e.mapping ->> 'rule' as rule, r.name as rule_name, count(*) as entries, sum(e.duration_seconds) as seconds
    from time_entries e left join mapping_rules r on r.id = (e.mapping ->> 'rule_id')::uuid
    where ${all(sql`e.user_id = ${user_id} and e.mapping is not null`, onDays(from, to))}
    group by 1, r.id order by seconds desc, rule, rule_name limit 200
  `.execute(db)
  return rows
}

export const mostTurns = 1_000
type Waiting = { id: string; day: string; asked_on: string | null }
/** What waits of these days, and on which day somebody asked its person to place it. */
export async function listWaiting(
  db: Database,
  user_id: string,
  { from, to, zone }: { from: string; to: string; zone: string },
): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select e.id, e.day, (select max((q.asked_at at time zone ${zone})::date) from review_requests q where q.entry_id = e.id) as asked_on
    from time_entries e
    where ${all(sql`e.user_id = ${user_id} and e.status = 'unmapped'`, onDays(from, to))}
    order by e.start_time, e.id limit ${mostTurns + 1}
  `.execute(db)
  return rows
}

type Sight = Pick<Viewer, 'role'> & { sees: 'all' | 'team'; titles: Viewer['titles'] }
export const mostViewers = 200

/** People of these roles who can sign in, those of the team first where a role sees no more than that; then programs with the right. */
export async function listViewers(db: Database, person_id: string, sights: Sight[]): Promise<Viewer[]> {
  const { rows } = await sql<Viewer>`
    select u.id, 'person' as kind, u.name, u.role, s.titles
    from users u
    join jsonb_to_recordset(${JSON.stringify(sights)}::jsonb) as s (role text, sees text, titles text) on s.role = u.role
    join users me on me.id = ${person_id}
    where u.id <> me.id and u.disabled_at is null and u.password_hash is not null
      and (s.sees = 'all' or u.team_id = me.team_id)
    union all
    select k.id, 'program', k.name, null, 'never' from api_keys k
    where 'time:read' = any (k.scopes) and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
    order by kind, name, id limit ${mostViewers + 1}
  `.execute(db)
  return rows
}

const fetched = 2_000
/** Rows of a table that are this person's, as JSON. What others' records held before and after is theirs and not in it. */
export async function* ownRows(db: Database, table: string, person_id: string): AsyncGenerator<string[]> {
  const { of, whole } = ownData[table]!
  const mine = sql`(${sql.join(
    of.map((column) => sql`t.${sql.ref(column)} = ${person_id}`),
    sql` or `,
  )})`
  const theirs =
    table === 'changes' ? sql`case when t.object_id = ${person_id} then '{}' else '{before,after}' end` : sql`'{}'`
  const row = sql`(to_jsonb(t) - ${secretOf(table)}::text[] - ${theirs}::text[])::text as row`
  for (let last: string | null = null; ;) {
    const { rows }: { rows: { row: string; id: string }[] } = await sql<{ row: string; id: string }>`
      select ${row}, ${whole ? sql`''` : sql`t.id`} as id from ${sql.table(table)} t
      where ${all(mine, last !== null && sql`t.id > ${last}::uuid`)}
      ${whole ? sql`` : sql`order by t.id limit ${fetched}`}
    `.execute(db)
    if (rows.length > 0) yield rows.map((found) => found.row)
    if (whole || rows.length < fetched) return
    last = rows.at(-1)!.id
  }
}

/** The agent's user that is linked to the person. */
export async function linkedRows(db: Database, person_id: string): Promise<string[]> {
  const { rows } = await sql<{ row: string }>`
    select to_jsonb(p)::text as row from productivity_users p join users u on u.linked_employee_id = p.id where u.id = ${person_id}
  `.execute(db)
  return rows.map(({ row }) => row)
}
