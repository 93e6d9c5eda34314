import type { Tokens } from '#domain/people.ts'
import { transact, type Database } from '#server/platform/database.ts'
import { unauthorized } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { endSession, lockRefreshToken, markRefreshTokenUsed } from './queries.ts'
import { issueTokens, sessionActor, type Device } from './sessions.ts'
import { sha256, type TokenKeys } from './tokens.ts'

/**
 * A refresh token works once. One that comes again was copied: its whole family ends, and whoever holds the newest must
 * sign in again (RFC 9700 §4.14.2).
 */
export async function refresh(
  db: Database,
  keys: TokenKeys,
  token: string | undefined,
  device: Device,
): Promise<Tokens> {
  const hash = sha256(token ?? '')
  const tokens = await transact(db, async (tx) => {
    const found = await lockRefreshToken(tx, hash)
    if (!found?.alive) return null
    if (found.used) {
      await endSession(tx, found.session_id)
      await track(tx, sessionActor(found.user_id, device), 'session.ended', found.session_id, {
        after: { reason: 'refresh_token_reused' },
      })
      return null
    }
    await markRefreshTokenUsed(tx, hash)
    return issueTokens(tx, keys, found.user_id, found.session_id)
  })
  if (!tokens) throw unauthorized('invalid_refresh_token', 'The session has ended. Sign in again.')
  return tokens
}
