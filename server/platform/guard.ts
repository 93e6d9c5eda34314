/** Nobody passes without a permission. Deny is the default: a route that names none does not start. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Access, Operation } from '#api/operation.ts'
import { permissions, type Permission } from '#domain/permissions.ts'
import type { Actor } from './actor.ts'
import { Problem, unauthorized } from './errors.ts'

/** Who a request's credential belongs to; null without a credential, a Problem for one that does not hold. */
export type Authenticate = (request: FastifyRequest, reply: FastifyReply) => Promise<Actor | null>

const known = new Set<string>([...permissions, 'public', 'signed-in', 'person'])

export function assertNamed(permission: Access | readonly Permission[], route: string): void {
  const named = typeof permission === 'string' ? [permission] : permission
  if (named.length === 0 || named.some((name) => !known.has(name)))
    throw new Error(`${route} names no known permission`)
}

/** Whether the actor's session proved whose it is a short time ago. Asked of the database each time: confirming counts at once. */
export type IsConfirmed = (actor: Actor) => Promise<boolean>

type Watch = { authenticate: Authenticate; isConfirmed: IsConfirmed }

/** The actor of a request that may pass, or 401 / 403. Public routes pass without looking at the credential. */
export async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  { permission, confirmed }: Operation,
  { authenticate, isConfirmed }: Watch,
): Promise<Actor | null> {
  if (permission === 'public') return null
  const actor = await authenticate(request, reply)
  if (!actor) throw unauthorized()
  assertMay(actor, permission)
  if (confirmed && !(await isConfirmed(actor)))
    throw new Problem(403, 'confirmation_required', 'Confirm first that it is you: POST /api/v1/me/confirm.')
  return actor
}

function assertMay(actor: Actor, permission: Exclude<Operation['permission'], 'public'>): void {
  if (permission === 'signed-in' || (permission === 'person' && actor.kind === 'user')) return
  if (permission === 'person') throw new Problem(403, 'forbidden', 'This is for people; an API key has no profile.')
  const wanted = typeof permission === 'string' ? [permission] : permission
  if (wanted.some((name) => actor.grants[name])) return
  throw new Problem(
    403,
    'forbidden',
    `This needs the right ${wanted.map((name) => `“${name}”`).join(' or ')}, which ${actor.name} does not have.`,
  )
}
