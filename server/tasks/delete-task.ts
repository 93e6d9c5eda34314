import type { Task } from '#domain/tasks.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { checkLive, deletion, restoring } from '#server/platform/deletion.ts'
import { notFound } from '#server/platform/errors.ts'
import { difference, track } from '#server/platform/track.ts'
import { getTask, lockTask, updateTasks } from './queries.ts'

/** Into the bin. Time that was worked on it stays where it is (docs/decisions/0006). 404, 412, and 409 where it is deleted already. */
export async function deleteTask(tx: Database, actor: Actor, id: string, if_match: number | null): Promise<Task> {
  const before = await lockTask(tx, actor, id)
  if (!before) throw notFound()
  checkLive(if_match, before)
  const mark = deletion(actor)
  await updateTasks(tx, [id], mark)
  await track(tx, actor, 'task.deleted', id, difference<object>(before, mark))
  return (await getTask(tx, actor, id))!
}

/** Out of the bin, as it was. What is not deleted stays as it is. */
export async function restoreTask(tx: Database, actor: Actor, id: string): Promise<Task> {
  const before = await lockTask(tx, actor, id)
  if (!before) throw notFound()
  if (before.deleted_at !== null) {
    await updateTasks(tx, [id], restoring)
    await track(tx, actor, 'task.restored', id, difference<object>(before, restoring))
  }
  return (await getTask(tx, actor, id))!
}
