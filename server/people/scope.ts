/** Row scope as SQL: which rows of an owner column an actor's right covers. Every list, count, report and write uses it. */
import type { Permission } from '#domain/permissions.ts'
import { scopeOf, type Actor } from '#server/platform/actor.ts'
import { sql, type RawBuilder } from '#server/platform/database.ts'

/** `owner` is the column that holds users.id. Without the right: no row at all. */
export function inScope(actor: Actor, permission: Permission, owner: RawBuilder<unknown>): RawBuilder<unknown> {
  const scope = scopeOf(actor, permission)
  if (scope === 'all') return sql`true`
  if (scope === 'own') return sql`${owner} = ${actor.id}::uuid`
  if (scope === 'team')
    return sql`(${owner} = ${actor.id}::uuid or ${owner} in (select id from users where team_id = ${actor.team_id}::uuid))`
  return sql`false`
}
