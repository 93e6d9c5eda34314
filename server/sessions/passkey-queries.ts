import type { Passkey } from '#domain/passkeys.ts'
import { sql, type Database } from '#server/platform/database.ts'

/** What a challenge was made for: it answers nothing else. */
export type Purpose = 'sign_in' | 'add' | 'confirm'

export const insertChallenge = (
  db: Database,
  challenge: Buffer,
  purpose: Purpose,
  user_id: string | null,
  seconds: number,
) =>
  sql`
    insert into passkey_challenges (challenge, purpose, user_id, expires_at)
    values (${challenge}, ${purpose}, ${user_id}, now() + ${seconds} * interval '1 second')
  `.execute(db)

/** Whether this is a challenge of ours that nobody answered yet. It is used up by asking. */
export async function takeChallenge(tx: Database, challenge: Buffer, purpose: Purpose, user_id: string | null) {
  const { rows } = await sql<{ alive: boolean }>`
    delete from passkey_challenges
    where challenge = ${challenge} and purpose = ${purpose} and user_id is not distinct from ${user_id}::uuid
    returning expires_at > now() as alive
  `.execute(tx)
  return rows[0]?.alive ?? false
}

export const forgetOldChallenges = (db: Database) =>
  sql`delete from passkey_challenges where expires_at < now()`.execute(db)

const columns = sql`id, name, synced, last_used_at, version, created_at, updated_at`

export async function listPasskeys(db: Database, user_id: string): Promise<Passkey[]> {
  const { rows } = await sql<Passkey>`
    select ${columns} from passkeys where user_id = ${user_id} order by id limit 100
  `.execute(db)
  return rows
}

export type KnownPasskey = { credential_id: Buffer; transports: string[] }

/** As a browser must be told them: the ones to choose from, or not to make again. */
export async function listCredentials(db: Database, user_id: string): Promise<KnownPasskey[]> {
  const { rows } = await sql<KnownPasskey>`
    select credential_id, transports from passkeys where user_id = ${user_id} order by id limit 100
  `.execute(db)
  return rows
}

export async function lockPasskey(tx: Database, user_id: string, id: string): Promise<Passkey | undefined> {
  const { rows } = await sql<Passkey>`
    select ${columns} from passkeys where id = ${id} and user_id = ${user_id} for update
  `.execute(tx)
  return rows[0]
}

export type Credential = KnownPasskey & { id: string; user_id: string; public_key: Buffer; sign_count: number }

/** Locked, so that of two answers with one count the second sees the first. Nobody's who is disabled. */
export async function lockCredential(tx: Database, credential_id: Buffer): Promise<Credential | undefined> {
  const { rows } = await sql<Credential>`
    select p.id, p.user_id, p.credential_id, p.public_key, p.sign_count, p.transports
    from passkeys p join users u on u.id = p.user_id
    where p.credential_id = ${credential_id} and u.disabled_at is null
    for update of p
  `.execute(tx)
  return rows[0]
}

export const noteUse = (tx: Database, id: string, sign_count: number) =>
  sql`update passkeys set sign_count = ${sign_count}, last_used_at = now() where id = ${id}`.execute(tx)

export type PasskeyFields = Omit<Credential, 'id'> & { name: string; synced: boolean }

/** Undefined where this credential is known already. */
export async function insertPasskey(tx: Database, fields: PasskeyFields): Promise<Passkey | undefined> {
  const { user_id, name, credential_id, public_key, sign_count, transports, synced } = fields
  const { rows } = await sql<Passkey>`
    insert into passkeys (user_id, name, credential_id, public_key, sign_count, transports, synced)
    values (${user_id}, ${name}, ${credential_id}, ${public_key}, ${sign_count}, ${transports}, ${synced})
    on conflict (credential_id) do nothing
    returning ${columns}
  `.execute(tx)
  return rows[0]
}

export async function renameLocked(tx: Database, id: string, name: string): Promise<Passkey> {
  const { rows } = await sql<Passkey>`
    update passkeys set name = ${name}, version = version + 1, updated_at = now() where id = ${id} returning ${columns}
  `.execute(tx)
  return rows[0]!
}

export const deletePasskey = (tx: Database, id: string) => sql`delete from passkeys where id = ${id}`.execute(tx)
