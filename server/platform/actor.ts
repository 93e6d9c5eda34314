/** Who acts, as every verb and query takes it: the person or program, its rights, and where the request came from. */
import type { Grants, Permission, Role, Scope } from '#domain/permissions.ts'

export type Actor = {
  kind: 'user' | 'api_key' | 'system'
  /** users.id or api_keys.id; null for the system itself. */
  id: string | null
  name: string
  role: Role | null
  team_id: string | null
  zone: string
  grants: Grants
  source: 'api' | 'import' | 'job' | 'command'
  ip: string | null
  request_id: string | null
}

export const scopeOf = (actor: Actor, permission: Permission): Scope | null => actor.grants[permission] ?? null

/** Daybook acting by itself: jobs, the demo, commands run by whoever holds the machine. */
export const systemActor = (source: 'job' | 'command', grants: Grants): Actor => ({
  kind: 'system',
  id: null,
  name: 'Daybook',
  role: null,
  team_id: null,
  zone: 'UTC',
  grants,
  source,
  ip: null,
  request_id: null,
})
