/** What sign-in, refresh and sign-out share: a session, its family of refresh tokens, and the pair handed out. */
import type { Tokens } from '#domain/people.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { insertRefreshToken } from './queries.ts'
import {
  accessToken_seconds,
  newRefreshToken,
  refreshIdle_seconds,
  sha256,
  signAccessToken,
  type TokenKeys,
} from './tokens.ts'

export type Device = { user_agent: string | null; ip: string | null; request_id: string | null }

/** A new pair for a session. Only the hash of the refresh token is kept. */
export async function issueTokens(tx: Database, keys: TokenKeys, user_id: string, session_id: string): Promise<Tokens> {
  const refresh_token = newRefreshToken()
  await insertRefreshToken(tx, session_id, sha256(refresh_token), refreshIdle_seconds)
  const access_token = await signAccessToken(keys, user_id, session_id)
  return { access_token, token_type: 'Bearer', expires_in: accessToken_seconds, refresh_token }
}

/** The person a session belongs to, as the ledger names who signed in or out. */
export const sessionActor = (user_id: string, device: Device): Actor => ({
  kind: 'user',
  id: user_id,
  name: '',
  role: null,
  team_id: null,
  zone: 'UTC',
  grants: {},
  source: 'api',
  ip: device.ip,
  request_id: device.request_id,
})
