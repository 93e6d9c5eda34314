import type { Task, TaskInput } from '#domain/tasks.ts'
import { checkAccount } from '#server/accounts/check-references.ts'
import { settleWhole } from '#server/fields/settle-metadata.ts'
import { covers } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { getTask, insertTask } from './queries.ts'
import { settleAccount } from './settle-account.ts'

/** Whoever creates a task does it, unless the input names somebody. */
export async function createTask(tx: Database, actor: Actor, given: TaskInput): Promise<Task> {
  const input = await settleWhole(tx, 'task', given)
  const fields = { assigned_to: actor.kind === 'user' ? actor.id : null, ...input, ...(await settleAccount(tx, input)) }
  if (!(await covers(tx, actor, 'tasks:write', fields.assigned_to)))
    throw invalid('/assigned_to', 'out_of_scope', 'You may not give tasks to this person.')
  if (!input.deal_id) await checkAccount(tx, actor, input)
  const id = await insertTask(tx, fields)
  await track(tx, actor, 'task.created', id, { after: fields })
  return (await getTask(tx, actor, id))!
}
