import { covers } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid } from '#server/platform/errors.ts'

/** 422 where the task would go to somebody whose tasks this actor may not change. */
export async function checkAssignee(tx: Database, actor: Actor, { assigned_to }: { assigned_to?: string | null }) {
  if (assigned_to !== undefined && !(await covers(tx, actor, 'tasks:write', assigned_to)))
    throw invalid('/assigned_to', 'out_of_scope', 'You may not give tasks to this person.')
}
