import type { TaskExport } from '#domain/tasks.ts'
import { exportList } from '#server/fields/export-list.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { listTasks } from './queries.ts'

/** Every task of the filter that this actor may read, as CSV. */
export const exportTasks = (db: Database, actor: Actor, query: TaskExport) =>
  exportList(db, actor, 'task', query, (page) => listTasks(db, actor, { ...query, ...page }))
