import type { FastifyInstance } from 'fastify'
import { search } from '#api/search.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { find } from './find.ts'
import type { Words } from './lexicon.ts'

export function searchRoutes(app: FastifyInstance, door: Door, words: Words): void {
  serve(app, door, search, {
    find: ({ db, actor, query }) => find(db, words, actor, query, Date.now()),
  })
}
