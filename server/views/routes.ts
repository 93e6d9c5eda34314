import type { FastifyInstance } from 'fastify'
import { views } from '#api/views.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { chooseDefault } from './choose-default.ts'
import { deleteView } from './delete-view.ts'
import { editView } from './edit-view.ts'
import { keepView } from './keep-view.ts'
import { listViews } from './queries.ts'

export function viewRoutes(app: FastifyInstance, door: Door): void {
  serve(app, door, views, {
    list: async ({ db, actor, query }) => ({ data: await listViews(db, actor, query.page) }),
    create: ({ db, actor, body }) => keepView(db, actor, body),
    patch: ({ db, actor, params, body, if_match }) => editView(db, actor, params.id, body, if_match),
    delete: async ({ db, actor, params, if_match }) => {
      await deleteView(db, actor, params.id, if_match)
      return undefined
    },
    chooseDefault: async ({ db, actor, body }) => {
      await chooseDefault(db, actor, body)
      return undefined
    },
  })
}
