/** From a credential to an actor. Rights are read from the database, at most a second old (reliability §7.4). */
import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { grants, type Grants } from '#domain/permissions.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { unauthorized } from '#server/platform/errors.ts'
import { findApiKey, findSessionUser, findUser, noteKeyUse, type ActorRow } from './queries.ts'
import { apiKeyPrefix, readAccessToken, sha256, type TokenKeys } from './tokens.ts'

type Known = Omit<Actor, 'ip' | 'request_id'>
type Remembered = { known: Known; until_ms: number; fresh_until_ms: number; session_id: string | null }

/** How long an answer of the database is believed. Verifying a signature costs 0.14 ms, a row 0.3 ms: both once a second. */
const fresh_ms = 1_000
const mostRemembered = 10_000

/** One per process. Gives null without a credential and 401 for one that does not hold. */
export function createAuthenticate(db: Database, keys: TokenKeys) {
  const remembered = new Map<string, Remembered>()

  async function look(token: string, earlier: Remembered | undefined): Promise<Remembered | null> {
    const prefix = apiKeyPrefix(token)
    if (prefix) return lookUpKey(db, prefix, token)
    const claims = earlier
      ? { session_id: earlier.session_id!, expires_ms: earlier.until_ms }
      : await readAccessToken(keys, token)
    const user = claims && (await findSessionUser(db, claims.session_id))
    if (!claims || !user) return null
    return {
      known: knownOf(user),
      until_ms: claims.expires_ms,
      fresh_until_ms: Date.now() + fresh_ms,
      session_id: claims.session_id,
    }
  }

  return async (request: FastifyRequest): Promise<Actor | null> => {
    const header = request.headers.authorization
    if (header === undefined) return null
    const token = /^Bearer ([\w.~+/=-]{20,2000})$/i.exec(header)?.[1]
    if (!token) throw unauthorized('invalid_token', 'The Authorization header must be “Bearer <token>”.')
    let found: Remembered | null | undefined = remembered.get(token)
    const now = Date.now()
    if (found && now >= found.until_ms) found = null
    else if (!found || now >= found.fresh_until_ms) {
      remembered.delete(token)
      found = await look(token, found)
      if (found) remembered.set(token, found)
      if (remembered.size > mostRemembered) remembered.delete(remembered.keys().next().value!)
    }
    if (!found) throw unauthorized('invalid_token', 'The token is unknown, expired or revoked.')
    return { ...found.known, ip: request.ip, request_id: request.id }
  }
}

const knownOf = ({ id, name, role, team_id, zone }: ActorRow): Known => ({
  kind: 'user',
  id,
  name,
  role,
  team_id,
  zone,
  grants: grants[role],
  source: 'api',
})

/** A person as the actor of a job they started: with the rights they have now, not those they had then. */
export async function actorOfUser(db: Database, user_id: string, source: Actor['source']): Promise<Actor | null> {
  const user = await findUser(db, user_id)
  return user ? { ...knownOf(user), source, ip: null, request_id: null } : null
}

async function lookUpKey(db: Database, prefix: string, token: string): Promise<Remembered | null> {
  const key = await findApiKey(db, prefix)
  if (!key || !timingSafeEqual(key.key_hash, sha256(token))) return null
  await noteKeyUse(db, key.id)
  const keyGrants = Object.fromEntries(key.scopes.map((scope) => [scope, 'all'])) as Grants
  const known: Known = {
    kind: 'api_key',
    id: key.id,
    name: key.name,
    role: null,
    team_id: null,
    zone: 'UTC',
    grants: keyGrants,
    source: 'api',
  }
  return { known, until_ms: Infinity, fresh_until_ms: Date.now() + fresh_ms, session_id: null }
}
