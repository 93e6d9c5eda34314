/** Row scope as SQL: which rows of an owner column an actor's right covers. Every list, count, report and write uses it. */
import type { Permission } from '#domain/permissions.ts'
import { scopeOf, type Actor } from '#server/platform/actor.ts'
import { sql, type Database, type RawBuilder } from '#server/platform/database.ts'

/** `owner` is the column that holds users.id. Without the right: no row at all. */
export function inScope(actor: Actor, permission: Permission, owner: RawBuilder<unknown>): RawBuilder<unknown> {
  const scope = scopeOf(actor, permission)
  if (scope === 'all') return sql`true`
  if (scope === 'own') return sql`${owner} = ${actor.person_id}::uuid`
  // the ids themselves: a list of 50 deals costs a fifth more when each row asks who is in the team
  if (scope === 'team') return sql`${owner} = any (${actor.team}::uuid[])`
  return sql`false`
}

/** Whether the right covers what belongs to this person, or to nobody: what one gives away one must still be able to see. */
export async function covers(
  db: Database,
  actor: Actor,
  permission: Permission,
  owner_id: string | null,
): Promise<boolean> {
  if (scopeOf(actor, permission) === 'all') return true
  const { rows } = await sql<{ covered: boolean }>`
    select coalesce(${inScope(actor, permission, sql`${owner_id}::uuid`)}, false) as covered
  `.execute(db)
  return rows[0]!.covered
}
