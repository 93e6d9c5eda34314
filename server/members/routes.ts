import type { FastifyInstance } from 'fastify'
import { members } from '#api/members.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { deactivateUser, reactivateUser } from './deactivate-user.ts'

export function memberRoutes(app: FastifyInstance, door: Door): void {
  serve(app, door, members, {
    deactivate: ({ db, actor, params, body }) => deactivateUser(db, actor, params.id, body.reassign_to),
    reactivate: ({ db, actor, params }) => reactivateUser(db, actor, params.id),
  })
}
