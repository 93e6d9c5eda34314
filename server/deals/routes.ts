import type { FastifyInstance } from 'fastify'
import { deals } from '#api/deals.ts'
import { notFound } from '#server/platform/errors.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { bulkDeals } from './bulk-deals.ts'
import { closeDeal } from './close-deal.ts'
import { createDeal } from './create-deal.ts'
import { deleteDeal, restoreDeal } from './delete-deal.ts'
import { editDeal } from './edit-deal.ts'
import { moveDeal } from './move-deal.ts'
import { exportDeals } from './export-deals.ts'
import { getDeal, listDeals, dealsMatching } from './queries.ts'
import { reopenDeal } from './reopen-deal.ts'
import { replaceDeal } from './replace-deal.ts'
import { board, stageHistory } from './stages.ts'

export function dealRoutes(app: FastifyInstance, door: Door): void {
  serve(app, door, deals, {
    list: ({ db, actor, query }) => listDeals(db, actor, query),
    export: ({ db, actor, query }) => exportDeals(db, actor, query),
    matching: ({ db, actor, query }) => dealsMatching(db, actor, query),
    get: async ({ db, actor, params }) => {
      const deal = await getDeal(db, actor, params.id)
      if (!deal) throw notFound()
      return deal
    },
    create: ({ db, actor, body }) => createDeal(db, actor, body),
    patch: ({ db, actor, params, body, if_match }) => editDeal(db, actor, params.id, body, if_match),
    put: ({ db, actor, params, body, if_match }) => replaceDeal(db, actor, params.id, body, if_match),
    delete: ({ db, actor, params, if_match }) => deleteDeal(db, actor, params.id, if_match),
    restore: ({ db, actor, params }) => restoreDeal(db, actor, params.id),
    bulk: ({ db, actor, body }) => bulkDeals(db, actor, body),
    close: ({ db, actor, params, body, if_match }) => closeDeal(db, actor, params.id, body, if_match),
    board: ({ db, actor, query }) => board(db, actor, query),
    move: ({ db, actor, params, body, if_match }) => moveDeal(db, actor, params.id, body, if_match),
    reopen: ({ db, actor, params, body, if_match }) => reopenDeal(db, actor, params.id, body, if_match),
    stages: ({ db, actor, params }) => stageHistory(db, actor, params.id),
  })
}
