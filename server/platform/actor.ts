/** Who acts, as every verb and query takes it: the person or program, its rights, and where the request came from. */
import type { ActorKind, ChangeSource } from '#domain/audit.ts'
import type { Grants, Permission, Scope } from '#domain/permissions.ts'

export type Actor = {
  kind: ActorKind
  /** users.id or api_keys.id; null for the system itself and for strangers. */
  id: string | null
  name: string
  /** The name of the role; null for programs. */
  role: string | null
  /** users.id of whose the rights in scope “own” are: the person, or the one on whose machine the key is. */
  person_id: string | null
  team_id: string | null
  /** users.id of all who are in this team, the actor among them: whose rows the scope “team” covers. Empty for programs. */
  team: readonly string[]
  zone: string
  grants: Grants
  /** sessions.id of a person's request. */
  session_id: string | null
  /** The role an admin looks through, reading only. */
  viewing_as: string | null
  source: ChangeSource
  ip: string | null
  request_id: string | null
  /** The deed that everything done belongs to; without one each verb is a deed of its own. */
  deed_id?: string
}

export const scopeOf = (actor: Actor, permission: Permission): Scope | null => actor.grants[permission] ?? null

/** users.id where a person acts; null for programs and Daybook itself. */
export const personOf = ({ kind, id }: Actor): string | null => (kind === 'user' ? id : null)

/** Daybook acting by itself: jobs, the demo, commands run by whoever holds the machine. */
export const systemActor = (source: 'job' | 'command', grants: Grants): Actor => ({
  kind: 'system',
  id: null,
  name: 'Daybook',
  role: null,
  person_id: null,
  team_id: null,
  team: [],
  zone: 'UTC',
  grants,
  session_id: null,
  viewing_as: null,
  source,
  ip: null,
  request_id: null,
})
