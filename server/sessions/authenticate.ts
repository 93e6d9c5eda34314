/** From a credential to an actor. Rights are read from the database, at most a second old (reliability §7.4). */
import { timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { grantsOf, type Grants } from '#domain/permissions.ts'
import type { Limits } from '#server/keys/limits.ts'
import { findApiKey, noteKeyUse, type KeyRow } from '#server/keys/queries.ts'
import { apiKeyPrefix } from '#server/keys/tokens.ts'
import { findUser, type ActorRow } from '#server/people/queries.ts'
import { findRole } from '#server/people/role-queries.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { Problem, forbidden, unauthorized } from '#server/platform/errors.ts'
import { findSessionUser } from './queries.ts'
import { readAccessToken, sha256, type TokenKeys } from './tokens.ts'

type Known = Omit<Actor, 'ip' | 'request_id'>
type Remembered = { known: Known; until_ms: number; fresh_until_ms: number; key: KeyRow | null }

/** How long an answer of the database is believed. Verifying a signature costs 0.14 ms, a row 0.3 ms: both once a second. */
const fresh_ms = 1_000
const mostRemembered = 10_000
/** 2,000 a second: no screen asks for that, and a script run wild in a person's name does not take the server along. */
const personPerMinute = 120_000

/** One per process. Gives null without a credential, 401 for one that does not hold, 403 or 429 beyond the limits of a key. */
export function createAuthenticate(db: Database, keys: TokenKeys, limits: Limits) {
  const remembered = new Map<string, Remembered>()

  async function look(token: string, earlier: Remembered | undefined): Promise<Remembered | null> {
    const prefix = apiKeyPrefix(token)
    if (prefix) return lookUpKey(db, prefix, token)
    const claims = earlier
      ? { session_id: earlier.known.session_id!, expires_ms: earlier.until_ms }
      : await readAccessToken(keys, token)
    const user = claims && (await findSessionUser(db, claims.session_id))
    if (!claims || !user) return null
    const known = knownOf(user, claims.session_id, user.source)
    return { known, until_ms: claims.expires_ms, fresh_until_ms: Date.now() + fresh_ms, key: null }
  }

  return async (request: FastifyRequest, reply: FastifyReply): Promise<Actor | null> => {
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
    await withinLimits(limits, found, request, reply)
    const actor = { ...found.known, ip: request.ip, request_id: request.id }
    const role = request.headers['x-view-as-role']
    return typeof role === 'string' ? lookingAs(db, actor, role, request) : actor
  }
}

const knownOf = (
  { id, name, role, team_id, team, zone, grants }: ActorRow,
  session_id: string | null,
  source: Actor['source'],
): Known => ({
  kind: 'user',
  id,
  person_id: id,
  name,
  role,
  team_id,
  team,
  zone,
  grants: grantsOf(role, grants),
  session_id,
  viewing_as: null,
  source,
})

/** A person as the actor of a job they started: with the rights they have now, not those they had then. */
export async function actorOfUser(db: Database, user_id: string, source: Actor['source']): Promise<Actor | null> {
  const user = await findUser(db, user_id)
  return user ? { ...knownOf(user, null, source), ip: null, request_id: null } : null
}

async function lookUpKey(db: Database, prefix: string, token: string): Promise<Remembered | null> {
  const key = await findApiKey(db, prefix)
  if (!key || !timingSafeEqual(key.key_hash, sha256(token))) return null
  await noteKeyUse(db, key.id)
  const known: Known = {
    kind: 'api_key',
    id: key.id,
    name: key.name,
    role: null,
    person_id: key.person_id,
    team_id: null,
    team: [],
    zone: 'UTC',
    grants: Object.fromEntries(key.scopes.map((scope) => [scope, key.person_id === null ? 'all' : 'own'])) as Grants,
    session_id: null,
    viewing_as: null,
    source: 'api',
  }
  return { known, until_ms: Infinity, fresh_until_ms: Date.now() + fresh_ms, key }
}

async function withinLimits(limits: Limits, { known, key }: Remembered, request: FastifyRequest, reply: FastifyReply) {
  if (key && !limits.isAllowedFrom(key, request.ip))
    throw new Problem(403, 'address_refused', 'This key may not be used from this address.')
  limits.count(known.id!, key ?? { id: null, per_minute: personPerMinute, per_day: null }, reply)
}

/** An admin looks through a role: reading only, with its rights and its scopes around the admin's own person and team. */
async function lookingAs(db: Database, actor: Actor, role: string, { method }: FastifyRequest): Promise<Actor> {
  if (actor.kind !== 'user' || actor.grants['roles:write'] !== 'all')
    throw forbidden('Looking through a role needs the right “roles:write”.')
  if (method !== 'GET') throw forbidden('While looking through a role nothing can be changed.')
  const grants = await findRole(db, role)
  if (!grants) throw new Problem(400, 'unknown_role', 'There is no such role to look through.')
  return { ...actor, role, grants, viewing_as: role }
}
