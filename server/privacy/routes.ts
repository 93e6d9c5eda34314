import type { FastifyInstance } from 'fastify'
import { privacy } from '#api/privacy.ts'
import { Reply, serve, type Door } from '#server/platform/serve.ts'
import { findViewers, listAsSeen } from './as-seen.ts'
import { findTurns } from './own-turns.ts'
import { listLooks, sumPlacements } from './queries.ts'
import { writeCopy } from './write-copy.ts'

export function privacyRoutes(app: FastifyInstance, door: Door): void {
  serve(app, door, privacy, {
    viewers: ({ db, actor }) => findViewers(db, actor),
    asSeen: ({ db, actor, query }) => listAsSeen(db, actor, query),
    turns: ({ db, actor, query: { date_from, date_to } }) => findTurns(db, actor.id!, date_from, date_to),
    looks: ({ db, actor, query }) => listLooks(db, actor.id!, query),
    placements: async ({ db, actor, query: { date_from, date_to } }) => ({
      data: await sumPlacements(db, actor.id!, date_from, date_to),
    }),
    copy: async ({ db, actor }) =>
      new Reply(200, writeCopy(db, actor), { 'content-disposition': 'attachment; filename="my-data.ndjson"' }),
  })
}
