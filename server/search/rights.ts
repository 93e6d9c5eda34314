import { recordOf, type EntryKind, type RecordKind } from '#domain/search.ts'
import type { Permission } from '#domain/permissions.ts'
import { scopeOf, type Actor } from '#server/platform/actor.ts'

/** Who may find what: the right that lists a kind also finds it, and the notes about it. */
const rights: Record<RecordKind, Permission> = {
  account: 'accounts:read',
  contact: 'accounts:read',
  deal: 'deals:read',
  task: 'tasks:read',
}
export const rightOf = (kind: EntryKind) => rights[recordOf(kind)]
export const scopeOfKind = (actor: Actor, kind: EntryKind) => scopeOf(actor, rightOf(kind))
