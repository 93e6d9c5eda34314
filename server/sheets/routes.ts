import type { FastifyInstance } from 'fastify'
import { weekSheets } from '#api/week-sheets.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { findWeek } from './queries.ts'
import { typeHours } from './type-hours.ts'

export function sheetRoutes(app: FastifyInstance, door: Door): void {
  serve(app, door, weekSheets, {
    get: ({ db, actor, query }) => findWeek(db, actor.id!, query.from),
    type: async ({ db, actor, body }) => {
      await typeHours(db, actor, body, Date.now())
      return findWeek(db, actor.id!, body.from)
    },
  })
}
