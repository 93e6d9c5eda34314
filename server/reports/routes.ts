import type { FastifyInstance } from 'fastify'
import { reports } from '#api/reports.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { createTurns } from '#server/platform/turns.ts'
import { dashboard } from './dashboard.ts'
import { pipeline } from './pipeline.ts'
import { listReports, makeTable } from './make-table.ts'
import { timePerWeek } from './time-per-week.ts'
import { timePerDeal } from './time-per-deal.ts'
import { writeCsv } from './write-csv.ts'
import { writePdf } from './write-pdf.ts'

/**
 * A dashboard asks seven questions at once. When a whole team opens it in the morning, those of all would take every connection there is, and
 * what agents send meanwhile would be refused: two at a time are as quick on the few processors of a small server.
 */
const dashboardsAtOnce = 2

export function reportRoutes(app: FastifyInstance, door: Door): void {
  const turns = createTurns(dashboardsAtOnce)
  serve(app, door, reports, {
    list: async ({ actor }) => listReports(actor),
    table: ({ db, actor, params, query }) => makeTable(db, actor, params.report, query, Date.now()),
    csv: ({ db, actor, params, query }) => writeCsv(db, actor, params.report, query, Date.now()),
    pdf: ({ db, actor, params, query }) => writePdf(db, actor, params.report, query, Date.now()),
    dashboard: ({ db, actor, query }) => turns('dashboard', () => dashboard(db, actor, query, Date.now())),
    pipeline: ({ db, actor, query }) => pipeline(db, actor, query),
    timePerWeek: ({ db, actor, query }) => timePerWeek(db, actor, query),
    timePerDeal: ({ db, actor, query }) => timePerDeal(db, actor, query),
  })
}
