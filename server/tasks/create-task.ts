import type { Task, TaskInput } from '#domain/tasks.ts'
import { checkAccount } from '#server/accounts/check-references.ts'
import { settleWhole } from '#server/fields/settle-metadata.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { track } from '#server/platform/track.ts'
import { checkAssignee } from './check-assignee.ts'
import { doneBy, getTask, insertTask } from './queries.ts'
import { settleAccount } from './settle-account.ts'

/** Whoever creates a task does it, unless the input names somebody. */
export async function createTask(tx: Database, actor: Actor, given: TaskInput): Promise<Task> {
  const input = await settleWhole(tx, actor, 'task', given)
  const fields = { assigned_to: actor.kind === 'user' ? actor.id : null, ...input, ...(await settleAccount(tx, input)) }
  await checkAssignee(tx, actor, fields)
  if (!input.deal_id) await checkAccount(tx, actor, input)
  const id = await insertTask(tx, { ...fields, ...doneBy(actor, fields) })
  await track(tx, actor, 'task.created', id, { after: fields })
  return (await getTask(tx, actor, id))!
}
