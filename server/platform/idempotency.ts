/** A POST repeated with the same Idempotency-Key gives the stored answer; the key lives in the deed's own transaction. */
import pg from 'pg'
import { sql, type Database } from './database.ts'
import { Problem } from './errors.ts'

export type KeyClaim = { credential: string; operation: string; key: string; fingerprint: Buffer }

/**
 * Claims a key for this deed, or gives the answer of the deed that had it. A twin that is still running holds the row:
 * we wait for it as long as for any lock, then say 409. The same key for another body is 422.
 */
export async function claimKey(tx: Database, claim: KeyClaim): Promise<{ status: number; body: unknown } | null> {
  const inserted = await insertKey(tx, claim)
  if (inserted) return null
  const { rows } = await sql<{ fingerprint: Buffer; status: number; body: unknown }>`
    select fingerprint, status, body from idempotency_keys
    where credential = ${claim.credential} and operation = ${claim.operation} and key = ${claim.key}
  `.execute(tx)
  const stored = rows[0]
  if (!stored) throw running()
  if (!stored.fingerprint.equals(claim.fingerprint))
    throw new Problem(422, 'idempotency_key_reused', 'This Idempotency-Key was used with another body. Use a new key.')
  return stored
}

async function insertKey(tx: Database, { credential, operation, key, fingerprint }: KeyClaim): Promise<boolean> {
  try {
    const { numAffectedRows } = await sql`
      insert into idempotency_keys (credential, operation, key, fingerprint)
      values (${credential}, ${operation}, ${key}, ${fingerprint}) on conflict do nothing
    `.execute(tx)
    return numAffectedRows === 1n
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '55P03') throw running()
    throw error
  }
}

const running = () =>
  new Problem(409, 'still_running', 'The first request with this Idempotency-Key is still running.', {
    headers: { 'retry-after': '1' },
  })

export const keepAnswer = (tx: Database, { credential, operation, key }: KeyClaim, status: number, body: unknown) =>
  sql`
    update idempotency_keys set status = ${status}, body = ${JSON.stringify(body ?? null)}::jsonb
    where credential = ${credential} and operation = ${operation} and key = ${key}
  `.execute(tx)

/** What a person was answered stands in these too. A repeat of theirs is then done anew. */
export const forgetAnswersTo = (tx: Database, user_id: string) =>
  sql`delete from idempotency_keys where credential = ${`user:${user_id}`}`.execute(tx)

/** Keys are kept 72 hours. */
export const forgetOldKeys = (db: Database) =>
  sql`delete from idempotency_keys where created_at < now() - interval '72 hours'`.execute(db)
