import type { Me, User, UserQuery } from '#domain/people.ts'
import type { Grants } from '#domain/permissions.ts'
import type { Actor } from '#server/platform/actor.ts'
import { all, containing, sql, type Database } from '#server/platform/database.ts'
import { page } from '#server/platform/pages.ts'
import { inScope } from './scope.ts'

/** `grants` is null for a built-in role. */
export type ActorRow = Pick<User, 'id' | 'name' | 'email' | 'role' | 'team_id' | 'zone' | 'locale'> & {
  grants: Grants | null
  team: string[]
  preferences: Me['preferences']
}
export const actorColumns = sql`
  u.id, u.name, u.email, u.role, u.team_id, u.zone, u.locale, u.preferences, r.grants,
  array(select m.id from users m where m.id = u.id or m.team_id = u.team_id) as team
`

/** Nobody who has been disabled, so that a job of theirs does not run on either. */
export async function findUser(db: Database, id: string): Promise<ActorRow | undefined> {
  const { rows } = await sql<ActorRow>`
    select ${actorColumns} from users u join roles r on r.name = u.role where u.id = ${id} and u.disabled_at is null
  `.execute(db)
  return rows[0]
}

export async function insertUser(
  tx: Database,
  user: { name: string; email: string; role: User['role']; zone: string; password_hash: string | null },
): Promise<string> {
  return (await tx.insertInto('users').values(user).returning('id').executeTakeFirstOrThrow()).id
}

/** Gives the id of the person of this address, who is an admin now; undefined where there is none. */
export async function makeAdmin(tx: Database, email: string, password_hash: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    update users set role = 'admin', password_hash = ${password_hash}, version = version + 1, updated_at = now()
    where lower(email) = lower(${email}) returning id
  `.execute(tx)
  return rows[0]?.id
}

const userStatus = sql`
  case
    when u.disabled_at is not null then 'disabled'
    when u.password_hash is not null then 'active'
    when exists (select from person_links l where l.user_id = u.id and l.used_at is null and l.expires_at > now()) then 'invited'
    else 'without_access'
  end
`
const userColumns = sql`
  u.id, u.name, u.email, u.role, u.team_id, u.zone, u.locale, u.linked_employee_id, u.disabled_at, ${userStatus} as status,
  u.version, u.created_at, u.updated_at
`

export const listUsers = (db: Database, actor: Actor, query: UserQuery) =>
  page(
    query,
    { name: { by: sql`lower(u.name)`, type: 'text' } },
    'name',
    sql`u.id`,
    async ({ sort_key, after, order, limit }) => {
      const { rows } = await sql<User & { sort_key: string }>`
      select ${userColumns}, ${sort_key} as sort_key
      from users u
      where ${all(
        after,
        inScope(actor, 'users:read', sql`u.id`),
        query.q !== undefined && sql`(u.name ilike ${containing(query.q)} or u.email ilike ${containing(query.q)})`,
        query.team_id !== undefined && sql`u.team_id = ${query.team_id}`,
        query.role !== undefined && sql`u.role = ${query.role}`,
        query.status !== undefined && sql`${userStatus} = ${query.status}`,
      )}
      ${order} ${limit}
    `.execute(db)
      return rows
    },
  )

export async function getUser(db: Database, actor: Actor, id: string): Promise<User | undefined> {
  const { rows } = await sql<User>`
    select ${userColumns} from users u where u.id = ${id} and ${inScope(actor, 'users:read', sql`u.id`)}
  `.execute(db)
  return rows[0]
}

/** Locked for a change, with the rights of the role the person has now. Also one who is disabled. */
export async function lockUser(
  tx: Database,
  where: { id: string } | { email: string },
): Promise<(User & { grants: Grants | null; has_password: boolean }) | undefined> {
  const { rows } = await sql<User & { grants: Grants | null; has_password: boolean }>`
    select ${userColumns}, r.grants, u.password_hash is not null as has_password
    from users u join roles r on r.name = u.role
    where ${'id' in where ? sql`u.id = ${where.id}` : sql`lower(u.email) = lower(${where.email})`}
    for update of u
  `.execute(tx)
  return rows[0]
}

/** The address of somebody who was invited and has not got in. */
export async function lockInvited(tx: Database, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ email: string }>`
    select email from users where id = ${id} and password_hash is null and disabled_at is null for update
  `.execute(tx)
  return rows[0]?.email
}

export type UserFields = Partial<{
  name: string
  role: string
  team_id: string | null
  zone: string
  locale: string
  preferences: string
  password_hash: string
  disabled_at: Date | null
  linked_employee_id: string | null
}>

/** Changes the named columns of a locked person. */
export const updateUser = (tx: Database, id: string, fields: UserFields) =>
  tx
    .updateTable('users')
    .set({ ...fields, version: sql`version + 1`, updated_at: sql`now()` } as never)
    .where('id', '=', id)
    .execute()

/** People who may still do everything, this one left out: there must always be one. */
export async function hasOtherAdmin(tx: Database, id: string): Promise<boolean> {
  const { rows } = await sql`
    select from users where role = 'admin' and disabled_at is null and password_hash is not null and id <> ${id}
    for update
  `.execute(tx)
  return rows.length > 0
}

export async function hasTeam(tx: Database, id: string): Promise<boolean> {
  const { rows } = await sql`select from teams where id = ${id} for key share`.execute(tx)
  return rows.length > 0
}

export const insertLink = (tx: Database, user_id: string, token_hash: Buffer, purpose: string, hours: number) =>
  sql`
    insert into person_links (token_hash, user_id, purpose, expires_at)
    values (${token_hash}, ${user_id}, ${purpose}, now() + ${hours} * interval '1 hour')
  `.execute(tx)

export const insertLinks = (tx: Database, user_ids: string[], hashes: Buffer[], purpose: string, hours: number) =>
  sql`
    insert into person_links (token_hash, user_id, purpose, expires_at)
    select decode(hash, 'hex'), user_id, ${purpose}, now() + ${hours} * interval '1 hour'
    from unnest(${hashes.map((hash) => hash.toString('hex'))}::text[], ${user_ids}::uuid[]) as l (hash, user_id)
  `.execute(tx)

/** The person a living link belongs to; it and all others of the person are used up. */
export async function useLink(tx: Database, token_hash: Buffer): Promise<string | undefined> {
  const { rows } = await sql<{ user_id: string }>`
    select l.user_id from person_links l join users u on u.id = l.user_id
    where l.token_hash = ${token_hash} and l.used_at is null and l.expires_at > now() and u.disabled_at is null
    for update of l
  `.execute(tx)
  const user_id = rows[0]?.user_id
  if (user_id)
    await sql`update person_links set used_at = now() where user_id = ${user_id} and used_at is null`.execute(tx)
  return user_id
}
