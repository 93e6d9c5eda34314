import type { FastifyInstance } from 'fastify'
import { privacyRequests } from '#api/privacy-requests.ts'
import { Reply, serve, type Door } from '#server/platform/serve.ts'
import { ask } from './ask.ts'
import { grantRequest } from './grant-request.ts'
import { listOwn, listRequests } from './queries.ts'
import { readRequest } from './read-request.ts'
import { refuseRequest } from './refuse-request.ts'
import { withdrawRequest } from './withdraw-request.ts'

export function requestRoutes(app: FastifyInstance, door: Door): void {
  serve(app, door, privacyRequests, {
    listOwn: ({ db, actor, query }) => listOwn(db, actor.id!, query),
    ask: async ({ db, actor, body }) => new Reply(201, await ask(db, actor, body, Date.now())),
    withdraw: ({ db, actor, params }) => withdrawRequest(db, actor, params.id),
    list: ({ db, actor, query }) => listRequests(db, actor, query),
    get: ({ db, actor, params }) => readRequest(db, actor, params.id, Date.now()),
    grant: ({ db, actor, params, body }) => grantRequest(db, actor, params.id, body.answer ?? null, Date.now()),
    refuse: ({ db, actor, params, body }) => refuseRequest(db, actor, params.id, body.answer, Date.now()),
  })
}
