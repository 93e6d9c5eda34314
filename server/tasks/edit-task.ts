import type { Task, TaskPatch } from '#domain/tasks.ts'
import { checkAccount } from '#server/accounts/check-references.ts'
import { settlePatch } from '#server/fields/settle-metadata.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { checkLive } from '#server/platform/deletion.ts'
import { notFound } from '#server/platform/errors.ts'
import { difference, track } from '#server/platform/track.ts'
import { checkAssignee } from './check-assignee.ts'
import { doneBy, getTask, lockTask, updateTasks } from './queries.ts'
import { settleAccount } from './settle-account.ts'

/**
 * 404 for what one may not change, 412 where the client saw an older version, 409 where it is deleted. Nothing changed is no
 * change. `settle` says whether free fields are merged (PATCH) or replaced (PUT).
 */
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
  checkLive(if_match, before)
  const moved = patch.deal_id !== undefined || patch.account_id !== undefined
  const place = moved ? await settleAccount(tx, { deal_id: before.deal_id, ...patch }, before.deal_id) : {}
  const settled = await settle(tx, actor, 'task', patch, before.metadata)
  const change = difference<object>(before, { ...settled, ...place })
  if (Object.keys(change.after).length === 0) return (await getTask(tx, actor, id))!
  await checkAssignee(tx, actor, patch)
  const { deal_id } = { ...before, ...patch }
  if (!deal_id) await checkAccount(tx, actor, change.after)
  await updateTasks(tx, [id], { ...change.after, ...doneBy(actor, change.after) })
  await track(tx, actor, 'task.changed', id, change)
  return (await getTask(tx, actor, id))!
}
