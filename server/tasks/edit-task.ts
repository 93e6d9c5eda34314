import type { Task, TaskPatch } from '#domain/tasks.ts'
import { checkAccount } from '#server/accounts/check-references.ts'
import { settlePatch } from '#server/fields/settle-metadata.ts'
import { covers } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid, notFound } from '#server/platform/errors.ts'
import { checkVersion } from '#server/platform/serve.ts'
import { difference, track } from '#server/platform/track.ts'
import { getTask, lockTask, updateTask } from './queries.ts'
import { settleAccount } from './settle-account.ts'

/** 404 for what one may not change, 412 where the client saw an older version. */
export async function editTask(
  tx: Database,
  actor: Actor,
  id: string,
  patch: TaskPatch,
  if_match: number | null,
  settle = settlePatch,
): Promise<Task> {
  const before = await lockTask(tx, actor, id)
  if (!before) throw notFound()
  checkVersion(if_match, before.version)
  const moved = patch.deal_id !== undefined || patch.account_id !== undefined
  const place = moved ? await settleAccount(tx, { deal_id: before.deal_id, ...patch }) : {}
  const settled = await settle(tx, 'task', patch, before.metadata)
  const change = difference<object>(before, { ...settled, ...place })
  if (Object.keys(change.after).length === 0) return (await getTask(tx, actor, id))!
  if (patch.assigned_to !== undefined && !(await covers(tx, actor, 'tasks:write', patch.assigned_to)))
    throw invalid('/assigned_to', 'out_of_scope', 'You may not give tasks to this person.')
  const { deal_id } = { ...before, ...patch }
  if (!deal_id) await checkAccount(tx, actor, change.after)
  await updateTask(tx, id, change.after)
  await track(tx, actor, 'task.changed', id, change)
  return (await getTask(tx, actor, id))!
}
