import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { exchangeRates } from '#api/exchange-rates.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { addRate, withdrawRate } from './add-rate.ts'
import { importRates } from './import-rates.ts'
import { listRates } from './queries.ts'

export function exchangeRoutes(app: FastifyInstance, door: Door): void {
  serve(app, door, exchangeRates, {
    list: ({ db, query }) => listRates(db, query),
    create: ({ db, actor, body }) => addRate(db, actor, body, Date.now()),
    withdraw: async ({ db, actor, params }) => {
      await withdrawRate(db, actor, params.id)
      return undefined
    },
    import: ({ db, actor, query, request }) =>
      importRates(db, actor, (request.body ?? undefined) as Readable | undefined, query),
  })
}
