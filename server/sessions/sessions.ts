/** What sign-in, refresh and sign-out share: a session, its family of refresh tokens, and the pair handed out. */
import type { Tokens } from '#domain/sessions.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { unauthorized } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { insertRefreshToken, insertSession, markRefreshTokenUsed, type TokenRow } from './queries.ts'
import {
  accessToken_seconds,
  newRefreshToken,
  refreshIdle_seconds,
  session_seconds,
  sha256,
  signAccessToken,
  successorOf,
  type TokenKeys,
} from './tokens.ts'

/** Where a request without an actor comes from. `ui`: from a browser. */
export type Device = { user_agent: string | null; ip: string | null; request_id: string | null; source: 'ui' | 'api' }

type Member = { user_id: string; session_id: string; refresh_token: string }

/** A person is in, however they proved who they are: a session and the first token of its family, of which only the hash is kept. */
export async function startSession(tx: Database, user_id: string, device: Device): Promise<Member> {
  const refresh_token = newRefreshToken()
  const token = { hash: sha256(refresh_token), seconds: refreshIdle_seconds }
  const session_id = await insertSession(tx, user_id, device, session_seconds, token)
  await track(tx, sessionActor(user_id, device), 'session.started', session_id)
  return { user_id, session_id, refresh_token }
}

/** The token that follows. It is worked out from the old one, so that it can be given again without being kept. */
export async function giveSuccessor(tx: Database, keys: TokenKeys, found: TokenRow, token: string): Promise<Member> {
  const next = repeatSuccessor(keys, found, token)
  await markRefreshTokenUsed(tx, found.session_id, sha256(token), sha256(next.refresh_token))
  await insertRefreshToken(tx, found.session_id, sha256(next.refresh_token), refreshIdle_seconds)
  return next
}

export const repeatSuccessor = (keys: TokenKeys, { user_id, session_id }: TokenRow, token: string): Member => ({
  user_id,
  session_id,
  refresh_token: successorOf(keys, token),
})

/** Signed when the transaction is over: nobody waits for a signature behind a lock. */
export async function pairOf(keys: TokenKeys, { user_id, session_id, refresh_token }: Member): Promise<Tokens> {
  const access_token = await signAccessToken(keys, user_id, session_id)
  return { access_token, token_type: 'Bearer', expires_in: accessToken_seconds, refresh_token }
}

/** Whatever was wrong, and whether there is such a person: one text. */
export const wrongCredentials = () => unauthorized('invalid_credentials', 'E-mail or password is wrong.')

/** The person a session belongs to, as the ledger names who signed in or out. */
export const sessionActor = (user_id: string, device: Device): Actor => ({
  kind: 'user',
  id: user_id,
  name: '',
  person_id: user_id,
  role: null,
  team_id: null,
  team: [],
  zone: 'UTC',
  grants: {},
  session_id: null,
  viewing_as: null,
  source: device.source,
  ip: device.ip,
  request_id: device.request_id,
})
