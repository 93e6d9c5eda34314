import type { FastifyInstance } from 'fastify'
import { tasks } from '#api/tasks.ts'
import { settleWhole } from '#server/fields/settle-metadata.ts'
import { notFound } from '#server/platform/errors.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { bulkTasks } from './bulk-tasks.ts'
import { createTask } from './create-task.ts'
import { deleteTask, restoreTask } from './delete-task.ts'
import { editTask } from './edit-task.ts'
import { exportTasks } from './export-tasks.ts'
import { getTask, listTasks, tasksMatching } from './queries.ts'

export function taskRoutes(app: FastifyInstance, door: Door): void {
  serve(app, door, tasks, {
    list: ({ db, actor, query }) => listTasks(db, actor, query),
    export: ({ db, actor, query }) => exportTasks(db, actor, query),
    matching: ({ db, actor, query }) => tasksMatching(db, actor, query),
    get: async ({ db, actor, params }) => {
      const task = await getTask(db, actor, params.id)
      if (!task) throw notFound()
      return task
    },
    create: ({ db, actor, body }) => createTask(db, actor, body),
    patch: ({ db, actor, params, body, if_match }) => editTask(db, actor, params.id, body, if_match),
    put: ({ db, actor, params, body, if_match }) => editTask(db, actor, params.id, body, if_match, settleWhole),
    delete: ({ db, actor, params, if_match }) => deleteTask(db, actor, params.id, if_match),
    restore: ({ db, actor, params }) => restoreTask(db, actor, params.id),
    bulk: ({ db, actor, body }) => bulkTasks(db, actor, body),
  })
}
