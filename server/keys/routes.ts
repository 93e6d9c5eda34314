import type { FastifyInstance } from 'fastify'
import { keys } from '#api/keys.ts'
import { notFound } from '#server/platform/errors.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { createApiKey, createDeviceKey } from './create-api-key.ts'
import { findDeviceKey, hasApiKey, listApiKeys, listUsage } from './queries.ts'
import { revokeApiKey } from './revoke-api-key.ts'
import { rotateApiKey } from './rotate-api-key.ts'

export function keyRoutes(app: FastifyInstance, door: Door): void {
  serve(app, door, keys, {
    list: ({ db, query }) => listApiKeys(db, query),
    create: ({ db, actor, body }) => createApiKey(db, actor, body),
    revoke: ({ db, actor, params }) => revokeApiKey(db, actor, params.id),
    rotate: ({ db, actor, params, body }) => rotateApiKey(db, actor, params.id, body.overlap_hours),
    listOwn: ({ db, actor, query }) => listApiKeys(db, query, actor.id),
    createOwn: ({ db, actor, body }) => createDeviceKey(db, actor, body),
    revokeOwn: async ({ db, actor, params }) => {
      if (!(await findDeviceKey(db, params.id, actor.id!))) throw notFound()
      return revokeApiKey(db, actor, params.id)
    },
    usage: async ({ db, params }) => {
      if (!(await hasApiKey(db, params.id))) throw notFound()
      return { data: await listUsage(db, params.id) }
    },
  })
}
