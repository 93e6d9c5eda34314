import type { FastifyInstance } from 'fastify'
import { tasks } from '#api/tasks.ts'
import { notFound } from '#server/platform/errors.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { createTask } from './create-task.ts'
import { editTask } from './edit-task.ts'
import { getTask, listTasks } from './queries.ts'

export function taskRoutes(app: FastifyInstance, door: Door): void {
  serve(app, door, tasks, {
    list: ({ db, actor, query }) => listTasks(db, actor, query),
    get: async ({ db, actor, params }) => {
      const task = await getTask(db, actor, params.id)
      if (!task) throw notFound()
      return task
    },
    create: ({ db, actor, body }) => createTask(db, actor, body),
    patch: ({ db, actor, params, body, if_match }) => editTask(db, actor, params.id, body, if_match),
  })
}
