import type { FastifyInstance } from 'fastify'
import { audit } from '#api/audit.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { ledgerStatus, listChanges } from './queries.ts'

export function auditRoutes(app: FastifyInstance, door: Door): void {
  serve(app, door, audit, {
    list: ({ db, actor, query }) => listChanges(db, actor, query),
    status: ({ db }) => ledgerStatus(db),
  })
}
