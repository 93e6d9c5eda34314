import type { Task, TaskPatch } from '#domain/tasks.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid, notFound } from '#server/platform/errors.ts'
import { checkVersion } from '#server/platform/serve.ts'
import { difference, track } from '#server/platform/track.ts'
import { getTask, lockTask, mayAssign, updateTask } from './queries.ts'
import { settleAccount } from './settle-account.ts'

/** 404 for what one may not change, 412 where the client saw an older version. */
export async function editTask(
  tx: Database,
  actor: Actor,
  id: string,
  patch: TaskPatch,
  if_match: number | null,
): Promise<Task> {
  const before = await lockTask(tx, actor, id)
  if (!before) throw notFound()
  checkVersion(if_match, before.version)
  const moved = 'deal_id' in patch || 'account_id' in patch
  const account_id =
    patch.account_id === undefined && patch.deal_id
      ? undefined
      : (patch.account_id ?? (patch.deal_id === undefined ? undefined : before.account_id))
  const place = moved
    ? await settleAccount(tx, {
        deal_id: patch.deal_id === undefined ? before.deal_id : patch.deal_id,
        ...(account_id !== undefined && { account_id }),
      })
    : {}
  const change = difference<object>(before, { ...patch, ...place })
  if (Object.keys(change.after).length === 0) return (await getTask(tx, actor, id))!
  if (patch.assigned_to !== undefined && !(await mayAssign(tx, actor, patch.assigned_to)))
    throw invalid('/assigned_to', 'out_of_scope', 'You may not give tasks to this person.')
  await updateTask(tx, id, change.after)
  await track(tx, actor, 'task.changed', id, change)
  return (await getTask(tx, actor, id))!
}
