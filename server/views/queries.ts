import type { View, ViewInput, ViewPage, ViewPatch } from '#domain/views.ts'
import { scopeOf, type Actor } from '#server/platform/actor.ts'
import { containing, jsonArrayOf, sql, type Database } from '#server/platform/database.ts'

/** One's own, those of one's team, those of all. */
const visible = ({ id, team_id }: Actor) =>
  sql`(v.owner_id = ${id}::uuid or v.shared = 'all' or (v.shared = 'team' and o.team_id = ${team_id}::uuid))`

/** One's own; who runs the workspace also changes what is shared, else views of people who left could never go. */
const changeable = (actor: Actor) =>
  scopeOf(actor, 'settings:write') === null
    ? sql`v.owner_id = ${actor.id}::uuid`
    : sql`(v.owner_id = ${actor.id}::uuid or v.shared <> 'private')`

const selected = (actor: Actor) => sql`
  select v.id, v.page, v.name, v.shared, v.address, v.owner_id, o.name as owner_name, v.version, v.created_at, v.updated_at,
         d.view_id is not null as is_default, ${changeable(actor)} as may_change
  from saved_views v
  join users o on o.id = v.owner_id
  left join default_views d on d.view_id = v.id and d.user_id = ${actor.id}::uuid
`

export async function listViews(db: Database, actor: Actor, page: ViewPage): Promise<View[]> {
  const { rows } = await sql<View>`
    ${selected(actor)}
    where v.page = ${page} and ${visible(actor)}
    order by v.owner_id <> ${actor.id}::uuid, lower(v.name), v.id
    limit 200
  `.execute(db)
  return rows
}

export async function getView(db: Database, actor: Actor, id: string): Promise<View | undefined> {
  const { rows } = await sql<View>`${selected(actor)} where v.id = ${id} and ${visible(actor)}`.execute(db)
  return rows[0]
}

/** The row as it may be changed by this actor, locked until the deed ends. */
export async function lockView(tx: Database, actor: Actor, id: string) {
  const { rows } = await sql<Pick<View, 'page' | 'name' | 'shared' | 'address' | 'version' | 'owner_id'>>`
    select v.page, v.name, v.shared, v.address, v.version, v.owner_id
    from saved_views v join users o on o.id = v.owner_id
    where v.id = ${id} and ${visible(actor)} and ${changeable(actor)}
    for update of v
  `.execute(tx)
  return rows[0]
}

export async function countViews(tx: Database, owner_id: string, page: ViewPage): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from saved_views where owner_id = ${owner_id} and page = ${page}
  `.execute(tx)
  return rows[0]!.count
}

/** Whether the owner has another view of this name, upper and lower case alike. */
export async function isNameTaken(tx: Database, owner_id: string, page: string, name: string, except: string | null) {
  const { rows } = await sql`
    select from saved_views
    where owner_id = ${owner_id} and page = ${page} and lower(name) = lower(${name}) and id is distinct from ${except}::uuid
  `.execute(tx)
  return rows.length > 0
}

export async function insertView(tx: Database, owner_id: string, input: ViewInput): Promise<string> {
  const { id } = await tx
    .insertInto('saved_views')
    .values({ ...input, owner_id })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export const updateView = (tx: Database, id: string, fields: ViewPatch) =>
  tx
    .updateTable('saved_views')
    .set({ ...fields, version: sql`version + 1`, updated_at: sql`now()` })
    .where('id', '=', id)
    .execute()

export const removeView = (tx: Database, id: string) => tx.deleteFrom('saved_views').where('id', '=', id).execute()

export async function setDefault(tx: Database, user_id: string, page: ViewPage, view_id: string | null): Promise<void> {
  await sql`delete from default_views where user_id = ${user_id} and page = ${page}`.execute(tx)
  if (view_id !== null)
    await sql`insert into default_views (user_id, page, view_id) values (${user_id}, ${page}, ${view_id})`.execute(tx)
}

/** Views that name one record name another from now on. Gives the address each had. */
export async function renameInViews(tx: Database, from: string, to: string): Promise<{ id: string; before: string }[]> {
  const { rows } = await sql<{ id: string; before: string }>`
    update saved_views v set address = replace(v.address, ${from}, ${to}), version = v.version + 1, updated_at = now()
    where v.address like ${containing(from)}
    returning v.id, (select old.address from saved_views old where old.id = v.id) as before
  `.execute(tx)
  return rows
}

/** Gives views the addresses back that they had before `from` was called `to` in them, unless they were changed since. */
export async function renameBack(
  tx: Database,
  views: { id: string; before: string }[],
  from: string,
  to: string,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update saved_views v set address = b.before, version = v.version + 1, updated_at = now()
    from jsonb_to_recordset(${jsonArrayOf(views)}::jsonb) as b (id uuid, before text)
    where v.id = b.id and v.address = replace(b.before, ${from}, ${to})
    returning v.id
  `.execute(tx)
  return rows.map(({ id }) => id)
}
