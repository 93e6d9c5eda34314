import type { FastifyInstance } from 'fastify'
import { audit } from '#api/audit.ts'
import type { LedgerStatus } from '#domain/audit.ts'
import { scopeOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { Reply, serve, type Door } from '#server/platform/serve.ts'
import { exportChanges } from './export-changes.ts'
import { withNames } from './name-queries.ts'
import { ledgerStatus, listActions, listChanges, listDeeds } from './queries.ts'
import { startVerification } from './start-verification.ts'
import { lastVerification } from './verification-queries.ts'

export function auditRoutes(app: FastifyInstance, door: Door): void {
  serve(app, door, audit, {
    list: async ({ db, actor, query }) => withNames(db, actor, await listChanges(db, actor, query)),
    deeds: async ({ db, actor, query }) => withNames(db, actor, await listDeeds(db, actor, query)),
    export: async ({ db, actor, query }) =>
      new Reply(200, exportChanges(db, actor, query), { 'content-disposition': 'attachment; filename="audit.csv"' }),
    actions: async ({ db }) => ({ data: await listActions(db) }),
    status: ({ db, actor }) => statusOf(db, actor),
    verify: async ({ db, actor }) => new Reply(202, await startVerification(db, actor)),
  })
}

/** What a verification found speaks of rows that not everybody may read. */
async function statusOf(db: Database, actor: Actor): Promise<LedgerStatus> {
  const all = scopeOf(actor, 'audit:read') === 'all'
  return { ...(await ledgerStatus(db)), verification: (all && (await lastVerification(db))) || null }
}
