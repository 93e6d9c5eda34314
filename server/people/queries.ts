import type { ApiKey, ApiKeyQuery, User, UserQuery } from '#domain/people.ts'
import type { Actor } from '#server/platform/actor.ts'
import { all, containing, sql, type Database } from '#server/platform/database.ts'
import { page } from '#server/platform/pages.ts'
import { inScope } from './scope.ts'

type SignInRow = { id: string; password_hash: string | null }

/** Whoever may sign in under this e-mail. */
export async function findSignIn(db: Database, email: string): Promise<SignInRow | undefined> {
  const { rows } = await sql<SignInRow>`
    select id, password_hash from users where lower(email) = lower(${email.trim()}) and disabled_at is null
  `.execute(db)
  return rows[0]
}

export async function insertSession(
  tx: Database,
  user_id: string,
  from: { user_agent: string | null; ip: string | null },
  seconds: number,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into sessions (user_id, user_agent, ip, expires_at)
    values (${user_id}, ${from.user_agent}, ${from.ip}::inet, now() + ${seconds} * interval '1 second') returning id
  `.execute(tx)
  return rows[0]!.id
}

export const insertRefreshToken = (tx: Database, session_id: string, token_hash: Buffer, seconds: number) =>
  sql`
    insert into refresh_tokens (token_hash, session_id, expires_at)
    values (${token_hash}, ${session_id}, now() + ${seconds} * interval '1 second')
  `.execute(tx)

type TokenRow = { session_id: string; user_id: string; used: boolean; alive: boolean }

/** Locks the token, so that of two refreshes with one token the second sees the first. */
export async function lockRefreshToken(tx: Database, token_hash: Buffer): Promise<TokenRow | undefined> {
  const { rows } = await sql<TokenRow>`
    select t.session_id, s.user_id, t.used_at is not null as used,
           t.expires_at > now() and s.expires_at > now() and s.ended_at is null and u.disabled_at is null as alive
    from refresh_tokens t join sessions s on s.id = t.session_id join users u on u.id = s.user_id
    where t.token_hash = ${token_hash}
    for update of t
  `.execute(tx)
  return rows[0]
}

export const markRefreshTokenUsed = (tx: Database, token_hash: Buffer) =>
  sql`update refresh_tokens set used_at = now() where token_hash = ${token_hash}`.execute(tx)

export const endSession = (tx: Database, session_id: string) =>
  sql`update sessions set ended_at = now() where id = ${session_id} and ended_at is null`.execute(tx)

export type ActorRow = Pick<User, 'id' | 'name' | 'email' | 'role' | 'team_id' | 'zone' | 'locale'>

/** The person behind a living session. */
export async function findSessionUser(db: Database, session_id: string): Promise<ActorRow | undefined> {
  const { rows } = await sql<ActorRow>`
    select u.id, u.name, u.email, u.role, u.team_id, u.zone, u.locale
    from sessions s join users u on u.id = s.user_id
    where s.id = ${session_id} and s.ended_at is null and s.expires_at > now() and u.disabled_at is null
  `.execute(db)
  return rows[0]
}

/** Nobody who has been disabled, so that a job of theirs does not run on either. */
export async function findUser(db: Database, id: string): Promise<ActorRow | undefined> {
  const { rows } =
    await sql<ActorRow>`select id, name, email, role, team_id, zone, locale from users where id = ${id} and disabled_at is null`.execute(
      db,
    )
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

export async function findWorkspace(db: Database): Promise<{ name: string; base_currency: string; demo: boolean }> {
  const { rows } = await sql<{
    name: string
    base_currency: string
    demo: boolean
  }>`select name, base_currency, demo from workspace`.execute(db)
  return rows[0] ?? { name: 'Daybook', base_currency: 'EUR', demo: false }
}

export const listUsers = (db: Database, actor: Actor, query: UserQuery) =>
  page(
    query,
    { name: { by: sql`lower(u.name)`, type: 'text' } },
    'name',
    sql`u.id`,
    async ({ sort_key, after, order, limit }) => {
      const { rows } = await sql<User & { sort_key: string }>`
      select u.id, u.name, u.email, u.role, u.team_id, u.zone, u.locale, u.linked_employee_id, u.disabled_at,
             u.version, u.created_at, u.updated_at, ${sort_key} as sort_key
      from users u
      where ${all(
        after,
        inScope(actor, 'users:read', sql`u.id`),
        query.q !== undefined && sql`(u.name ilike ${containing(query.q)} or u.email ilike ${containing(query.q)})`,
        query.team_id !== undefined && sql`u.team_id = ${query.team_id}`,
      )}
      ${order} ${limit}
    `.execute(db)
      return rows
    },
  )

const keyColumns = sql`id, name, prefix, scopes, expires_at, last_used_at, revoked_at, version, created_at, updated_at`

export const listApiKeys = (db: Database, query: ApiKeyQuery) =>
  page(
    query,
    { created_at: { by: sql`created_at`, type: 'timestamptz' } },
    '-created_at',
    sql`id`,
    async ({ sort_key, after, order, limit }) => {
      const { rows } = await sql<ApiKey & { sort_key: string }>`
      select ${keyColumns}, ${sort_key} as sort_key from api_keys where ${after} ${order} ${limit}
    `.execute(db)
      return rows
    },
  )

type KeyInsert = {
  name: string
  prefix: string
  key_hash: Buffer
  scopes: string[]
  created_by: string | null
  expires_at: string | null
}

export async function insertApiKey(tx: Database, key: KeyInsert): Promise<ApiKey> {
  const { rows } = await sql<ApiKey>`
    insert into api_keys (name, prefix, key_hash, scopes, created_by, expires_at)
    values (${key.name}, ${key.prefix}, ${key.key_hash}, ${key.scopes}, ${key.created_by}, ${key.expires_at})
    returning ${keyColumns}
  `.execute(tx)
  return rows[0]!
}

export async function lockApiKey(tx: Database, id: string): Promise<ApiKey | undefined> {
  const { rows } = await sql<ApiKey>`select ${keyColumns} from api_keys where id = ${id} for update`.execute(tx)
  return rows[0]
}

export async function setRevoked(tx: Database, id: string): Promise<ApiKey> {
  const { rows } = await sql<ApiKey>`
    update api_keys set revoked_at = now(), updated_at = now(), version = version + 1 where id = ${id} returning ${keyColumns}
  `.execute(tx)
  return rows[0]!
}

type KeyRow = { id: string; name: string; key_hash: Buffer; scopes: string[] }

export async function findApiKey(db: Database, prefix: string): Promise<KeyRow | undefined> {
  const { rows } = await sql<KeyRow>`
    select id, name, key_hash, scopes from api_keys
    where prefix = ${prefix} and revoked_at is null and (expires_at is null or expires_at > now())
  `.execute(db)
  return rows[0]
}

/** Noted at most once a minute, so that a busy agent does not turn every call into a write. */
export const noteKeyUse = (db: Database, id: string) =>
  sql`
    update api_keys set last_used_at = now()
    where id = ${id} and (last_used_at is null or last_used_at < now() - interval '1 minute')
  `.execute(db)

/** Sessions that ended more than 30 days ago, with their tokens. */
export const forgetOldSessions = (db: Database) =>
  sql`delete from sessions where least(expires_at, coalesce(ended_at, expires_at)) < now() - interval '30 days'`.execute(
    db,
  )
