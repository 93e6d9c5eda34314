import { covers } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid } from '#server/platform/errors.ts'

/** 422 where the deal would go to somebody whose deals this actor may not change. */
export async function checkOwner(tx: Database, actor: Actor, { owner_id }: { owner_id?: string | null }) {
  if (owner_id !== undefined && !(await covers(tx, actor, 'deals:write', owner_id)))
    throw invalid('/owner_id', 'out_of_scope', 'You may not give deals to this person.')
}
