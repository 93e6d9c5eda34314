import type { FastifyInstance } from 'fastify'
import { reports } from '#api/reports.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { dashboard } from './dashboard.ts'
import { pipeline } from './pipeline.ts'
import { timePerWeek } from './time-per-week.ts'
import { timePerDeal } from './time-per-deal.ts'

export function reportRoutes(app: FastifyInstance, door: Door): void {
  serve(app, door, reports, {
    dashboard: ({ db, actor, query }) => dashboard(db, actor, query, Date.now()),
    pipeline: ({ db, actor, query }) => pipeline(db, actor, query),
    timePerWeek: ({ db, actor, query }) => timePerWeek(db, actor, query),
    timePerDeal: ({ db, actor, query }) => timePerDeal(db, actor, query),
  })
}
