import type { FastifyInstance } from 'fastify'
import { fields } from '#api/fields.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { changeField, createField, deleteField } from './define-field.ts'
import { listFields } from './queries.ts'

export function fieldRoutes(app: FastifyInstance, door: Door): void {
  serve(app, door, fields, {
    list: async ({ db, query }) => ({ data: await listFields(db, query.object) }),
    create: ({ db, actor, body }) => createField(db, actor, body),
    patch: ({ db, actor, params, body, if_match }) => changeField(db, actor, params.id, body, if_match),
    delete: async ({ db, actor, params, if_match }) => {
      await deleteField(db, actor, params.id, if_match)
      return undefined
    },
  })
}
