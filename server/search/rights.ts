import type { Kind } from '#domain/search.ts'
import type { Permission } from '#domain/permissions.ts'
import { scopeOf, type Actor } from '#server/platform/actor.ts'

/** Who may find what: the right that lists a kind also finds it. */
const rights: Record<Kind, Permission> = {
  account: 'accounts:read',
  contact: 'accounts:read',
  deal: 'deals:read',
  task: 'tasks:read',
}
export const rightOf = (kind: Kind) => rights[kind]
export const scopeOfKind = (actor: Actor, kind: Kind) => scopeOf(actor, rights[kind])
