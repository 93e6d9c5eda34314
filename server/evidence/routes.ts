import type { FastifyInstance } from 'fastify'
import { evidence } from '#api/evidence.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { listAccess } from './queries.ts'
import { lockEvidence, unlockEvidence } from './unlock-evidence.ts'

export function evidenceRoutes(app: FastifyInstance, door: Door): void {
  serve(app, door, evidence, {
    list: ({ db, actor, query }) => listAccess(db, actor, query),
    unlock: ({ db, actor, body }) => unlockEvidence(db, actor, body),
    end: ({ db, actor, params }) => lockEvidence(db, actor, params.id),
  })
}
