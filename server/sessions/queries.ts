import { sql, type Database } from '#server/platform/database.ts'
import type { Session } from '#domain/sessions.ts'
import { actorColumns, type ActorRow } from '#server/people/queries.ts'

export type SignInRow = { id: string; password_hash: string | null; known_address: boolean; second_factor: boolean }

/** Whoever may sign in under this e-mail, and whether they have from this address within the last 90 days. */
export async function findSignIn(db: Database, email: string, ip: string | null): Promise<SignInRow | undefined> {
  const { rows } = await sql<SignInRow>`
    select u.id, u.password_hash, exists (
      select from sessions s where s.user_id = u.id and s.ip = ${ip}::inet and s.created_at > now() - interval '90 days'
    ) as known_address, exists (select from second_factors f where f.user_id = u.id and f.confirmed_at is not null) as second_factor
    from users u where lower(u.email) = lower(${email.trim()}) and u.disabled_at is null
  `.execute(db)
  return rows[0]
}

/** A session and the first token of its family, in one statement: 50 people who come at once feel every round trip. */
export async function insertSession(
  tx: Database,
  user_id: string,
  { user_agent, ip, source }: { user_agent: string | null; ip: string | null; source: 'ui' | 'api' },
  seconds: number,
  token: { hash: Buffer; seconds: number },
): Promise<string> {
  const { rows } = await sql<{ session_id: string }>`
    with session as (
      insert into sessions (user_id, user_agent, ip, source, expires_at)
      values (${user_id}, ${user_agent}, ${ip}::inet, ${source}, now() + ${seconds} * interval '1 second') returning id
    )
    insert into refresh_tokens (token_hash, session_id, expires_at)
    select ${token.hash}, id, now() + ${token.seconds} * interval '1 second' from session returning session_id
  `.execute(tx)
  return rows[0]!.session_id
}

export const insertRefreshToken = (tx: Database, session_id: string, token_hash: Buffer, seconds: number) =>
  sql`
    insert into refresh_tokens (token_hash, session_id, expires_at)
    values (${token_hash}, ${session_id}, now() + ${seconds} * interval '1 second')
  `.execute(tx)

export type TokenRow = {
  session_id: string
  user_id: string
  used: boolean
  /** Used a moment ago, and what followed has not been used. */
  repeatable: boolean
  alive: boolean
}

/**
 * Locks the token, so that of two refreshes with one token the second sees the first. It is read by a second statement:
 * the one that waited for the lock still has the snapshot from before, in which the successor does not exist.
 */
export async function lockRefreshToken(tx: Database, token_hash: Buffer): Promise<TokenRow | undefined> {
  await sql`select from refresh_tokens where token_hash = ${token_hash} for update`.execute(tx)
  const { rows } = await sql<TokenRow>`
    select t.session_id, s.user_id, t.used_at is not null as used,
           t.used_at > now() - interval '10 seconds'
             and exists (select from refresh_tokens n where n.token_hash = t.successor_hash and n.used_at is null) as repeatable,
           t.expires_at > now() and s.expires_at > now() and s.ended_at is null and u.disabled_at is null as alive
    from refresh_tokens t join sessions s on s.id = t.session_id join users u on u.id = s.user_id
    where t.token_hash = ${token_hash}
  `.execute(tx)
  return rows[0]
}

export const markRefreshTokenUsed = (tx: Database, session_id: string, token_hash: Buffer, successor_hash: Buffer) =>
  sql`
    with session as (update sessions set last_used_at = now() where id = ${session_id})
    update refresh_tokens set used_at = now(), successor_hash = ${successor_hash} where token_hash = ${token_hash}
  `.execute(tx)

export const endSession = (tx: Database, session_id: string) =>
  sql`update sessions set ended_at = now() where id = ${session_id} and ended_at is null`.execute(tx)

export type SessionUser = ActorRow & { source: 'ui' | 'api' }
/** The person behind a living session, and whether it began in a browser. */
export async function findSessionUser(db: Database, session_id: string): Promise<SessionUser | undefined> {
  const { rows } = await sql<SessionUser>`
    select ${actorColumns}, s.source
    from sessions s join users u on u.id = s.user_id join roles r on r.name = u.role
    where s.id = ${session_id} and s.ended_at is null and s.expires_at > now() and u.disabled_at is null
  `.execute(db)
  return rows[0]
}

/** Sessions that ended more than 30 days ago, with their tokens. */
export const forgetOldSessions = (db: Database) =>
  sql`delete from sessions where least(expires_at, coalesce(ended_at, expires_at)) < now() - interval '30 days'`.execute(
    db,
  )

export async function listSessions(db: Database, user_id: string, current: string | null): Promise<Session[]> {
  const { rows } = await sql<Session>`
    select id, user_agent, host(ip) as ip, created_at, last_used_at, expires_at, id = ${current}::uuid as current
    from sessions where user_id = ${user_id} and ended_at is null and expires_at > now()
    order by last_used_at desc, id limit 200
  `.execute(db)
  return rows
}

/** Ends living sessions of a person: one, or all but one. Gives the ids that ended. */
export async function endSessions(
  tx: Database,
  user_id: string,
  which: { only: string } | { but: string | null },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update sessions set ended_at = now()
    where user_id = ${user_id} and ended_at is null and expires_at > now()
      and ${'only' in which ? sql`id = ${which.only}` : sql`id is distinct from ${which.but}::uuid`}
    returning id
  `.execute(tx)
  return rows.map(({ id }) => id)
}

export async function wasConfirmed(db: Database, session_id: string, seconds: number): Promise<boolean> {
  const { rows } = await sql`
    select from sessions where id = ${session_id} and confirmed_at > now() - ${seconds} * interval '1 second'
  `.execute(db)
  return rows.length > 0
}

export const noteConfirmed = (tx: Database, session_id: string) =>
  sql`update sessions set confirmed_at = now() where id = ${session_id}`.execute(tx)

type Factor = { secret: string; confirmed: boolean; last_step: number }

export async function findSecondFactor(db: Database, user_id: string): Promise<Factor | undefined> {
  const { rows } = await sql<Factor>`
    select secret, confirmed_at is not null as confirmed, last_step from second_factors where user_id = ${user_id}
  `.execute(db)
  return rows[0]
}

export async function lockSecondFactor(tx: Database, user_id: string): Promise<Factor | undefined> {
  const { rows } = await sql<Factor>`
    select secret, confirmed_at is not null as confirmed, last_step from second_factors where user_id = ${user_id} for update
  `.execute(tx)
  return rows[0]
}

export const noteStep = (tx: Database, user_id: string, step: number) =>
  sql`update second_factors set last_step = ${step} where user_id = ${user_id}`.execute(tx)

/** A new secret replaces one that was never confirmed. */
export const putSecondFactor = (tx: Database, user_id: string, secret: string) =>
  sql`
    insert into second_factors (user_id, secret) values (${user_id}, ${secret})
    on conflict (user_id) do update set secret = excluded.secret, last_step = 0, created_at = now()
  `.execute(tx)

export const confirmFactor = (tx: Database, user_id: string) =>
  sql`update second_factors set confirmed_at = now() where user_id = ${user_id}`.execute(tx)

export async function deleteSecondFactor(tx: Database, user_id: string): Promise<void> {
  await sql`delete from second_factors where user_id = ${user_id}`.execute(tx)
  await sql`delete from recovery_codes where user_id = ${user_id}`.execute(tx)
}

export async function insertRecoveryCodes(tx: Database, user_id: string, hashes: Buffer[]): Promise<void> {
  await sql`delete from recovery_codes where user_id = ${user_id}`.execute(tx)
  await sql`
    insert into recovery_codes (code_hash, user_id) select hash, ${user_id} from unnest(${hashes}::bytea[]) hash
  `.execute(tx)
}

export async function spendRecoveryCode(tx: Database, user_id: string, hash: Buffer): Promise<boolean> {
  const { rows } = await sql`
    update recovery_codes set used_at = now() where code_hash = ${hash} and user_id = ${user_id} and used_at is null
    returning user_id
  `.execute(tx)
  return rows.length > 0
}

export async function countRecoveryCodes(db: Database, user_id: string): Promise<number> {
  const { rows } = await sql<{ left: number }>`
    select count(*) as left from recovery_codes where user_id = ${user_id} and used_at is null
  `.execute(db)
  return rows[0]!.left
}

export async function findPasswordHash(db: Database, user_id: string): Promise<string | null> {
  const { rows } = await sql<{ password_hash: string | null }>`
    select password_hash from users where id = ${user_id}
  `.execute(db)
  return rows[0]?.password_hash ?? null
}

export async function findByEmail(db: Database, email: string): Promise<{ id: string; name: string } | undefined> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from users where lower(email) = lower(${email}) and disabled_at is null
  `.execute(db)
  return rows[0]
}
