import type { Tokens } from '#domain/sessions.ts'
import { transact, type Database } from '#server/platform/database.ts'
import { unauthorized } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { endSession, lockRefreshToken } from './queries.ts'
import { giveSuccessor, pairOf, repeatSuccessor, sessionActor, type Device } from './sessions.ts'
import { sha256, type TokenKeys } from './tokens.ts'

/**
 * A refresh token has one successor. Within 10 s, and as long as the successor was not used, asking again gives the same
 * one: answers get lost, and tabs ask at once. Later it was copied: its whole family ends, and whoever holds the newest
 * must sign in again (RFC 9700 §4.14.2).
 */
export async function refresh(
  db: Database,
  keys: TokenKeys,
  token: string | undefined,
  device: Device,
): Promise<Tokens> {
  const member = await transact(db, async (tx) => {
    const found = await lockRefreshToken(tx, sha256(token ?? ''))
    if (!found?.alive) return null
    if (!found.used) return giveSuccessor(tx, keys, found, token!)
    if (found.repeatable) return repeatSuccessor(keys, found, token!)
    await endSession(tx, found.session_id)
    await track(tx, sessionActor(found.user_id, device), 'session.ended', found.session_id, {
      after: { reason: 'refresh_token_reused' },
    })
    return null
  })
  if (!member) throw unauthorized('invalid_refresh_token', 'The session has ended. Sign in again.')
  return pairOf(keys, member)
}
