import { scopeOf, type Actor } from '#server/platform/actor.ts'
import { sql, type RawBuilder } from '#server/platform/database.ts'

/**
 * Evidence of an entry `e` is the person's own (product principle 6). Others see it where the person released it and their role
 * may read what is released, or where they opened it for a reason that has not run out.
 */
export function mayRead(actor: Actor): RawBuilder<boolean> {
  const own = sql`e.user_id = ${actor.id}::uuid`
  const released = scopeOf(actor, 'evidence:read') && sql`e.released_at is not null`
  const opened =
    scopeOf(actor, 'evidence:unlock') &&
    sql`e.user_id in (select person_id from evidence_access where viewer_id = ${actor.id}::uuid and expires_at > now())`
  return sql`(${sql.join(
    [own, released, opened].filter((condition) => !!condition),
    sql` or `,
  )})`
}

/** The project of an entry `e`: what an editor had open is evidence, what was sent or typed as one is not. */
export const readProject = (actor: Actor): RawBuilder<string | null> =>
  sql`case when not e.project_from_editor or ${mayRead(actor)} then e.project_name end`
