import type { FastifyInstance } from 'fastify'
import { audit } from '#api/audit.ts'
import type { LedgerStatus } from '#domain/audit.ts'
import { scopeOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { Reply, serve, type Door } from '#server/platform/serve.ts'
import { erasePayloads } from './erase-payloads.ts'
import { exportChanges } from './export-changes.ts'
import { namesOf, withNames } from './name-queries.ts'
import { ledgerStatus, listActions, listChanges, listDeeds } from './queries.ts'
import { isOpenToRevert, revertDeed } from './revert-deed.ts'
import { startVerification } from './start-verification.ts'
import { lastVerification } from './verification-queries.ts'

export function auditRoutes(app: FastifyInstance, door: Door): void {
  serve(app, door, audit, {
    list: async ({ db, actor, query }) => withNames(db, actor, await listChanges(db, actor, query)),
    deeds: async ({ db, actor, query }) => {
      const { data, ...page } = await listDeeds(db, actor, query)
      const now_ms = Date.now()
      const deeds = data.map((row) => ({ ...row, revertible: row.reverted_at === null && isOpenToRevert(row, now_ms) }))
      return withNames(db, actor, { ...page, data: deeds })
    },
    export: async ({ db, actor, query }) =>
      new Reply(200, exportChanges(db, actor, query), { 'content-disposition': 'attachment; filename="audit.csv"' }),
    actions: async ({ db }) => ({ data: await listActions(db) }),
    status: ({ db, actor }) => statusOf(db, actor),
    verify: async ({ db, actor }) => new Reply(202, await startVerification(db, actor)),
    revert: async ({ db, actor, params, body }) => {
      const reverted = await revertDeed(db, actor, params.deed_id, body.dry_run, Date.now())
      const ids = reverted.results.map(({ object_id }) => object_id)
      return { ...reverted, names: await namesOf(db, actor, ids) }
    },
    erase: ({ db, actor, body }) => erasePayloads(db, actor, body),
  })
}

/** What a verification found speaks of rows that not everybody may read. */
async function statusOf(db: Database, actor: Actor): Promise<LedgerStatus> {
  const all = scopeOf(actor, 'audit:read') === 'all'
  return { ...(await ledgerStatus(db)), verification: (all && (await lastVerification(db))) || null }
}
