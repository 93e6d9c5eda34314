import type { BulkAnswer } from '#domain/bulk.ts'
import type { TaskBulk } from '#domain/tasks.ts'
import { settleBulk } from '#server/fields/settle-metadata.ts'
import { tellBefore } from '#server/fields/tell-before.ts'
import type { Actor } from '#server/platform/actor.ts'
import { doInBulk } from '#server/platform/bulk.ts'
import type { Database } from '#server/platform/database.ts'
import { checkAssignee } from './check-assignee.ts'
import { doneBy, lockTasks, updateTasks } from './queries.ts'

/** 422 where the change itself is wrong; what is wrong with one task is in its result. */
export async function bulkTasks(tx: Database, actor: Actor, order: TaskBulk): Promise<BulkAnswer> {
  const change = order.change && (await settleBulk(tx, actor, 'task', order.change))
  if (change) await checkAssignee(tx, actor, change)
  const kind = {
    noun: 'task',
    lock: (ids: string[]) => lockTasks(tx, actor, ids),
    update: async (ids: string[], fields: object) => {
      await updateTasks(tx, ids, { ...fields, ...doneBy(actor, fields) })
      return []
    },
  }
  return tellBefore(tx, actor, 'task', change, await doInBulk(tx, actor, kind, { ...order, change }))
}
