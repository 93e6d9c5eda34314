import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { imports } from '#api/imports.ts'
import { transact } from '#server/platform/database.ts'
import { notFound, Problem } from '#server/platform/errors.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import type { Storage } from '#server/platform/storage.ts'
import { answerImport } from './answer-import.ts'
import { createImport } from './create-import.ts'
import { getImport, listImports } from './queries.ts'
import { startImport } from './start-import.ts'
import { startUndo } from './undo-import.ts'

export function importRoutes(app: FastifyInstance, door: Door, storage: Storage): void {
  serve(app, door, imports, {
    list: ({ db, actor, query }) => listImports(db, actor, query),
    get: async ({ db, actor, params }) => {
      const found = await getImport(db, actor, params.id)
      if (!found) throw notFound()
      return found
    },
    create: async ({ db, actor, query, request }) => {
      if (!request.body) throw new Problem(422, 'invalid', 'Send the file as the body.')
      const file = await storage.put(request.body as Readable)
      try {
        return await transact(db, (tx) => createImport(tx, storage, actor, file, query))
      } catch (error) {
        await storage.delete(file.key)
        throw error
      }
    },
    patch: ({ db, actor, params, body, if_match }) => answerImport(db, actor, params.id, body, if_match),
    run: ({ db, actor, params }) => startImport(db, actor, params.id),
    undo: ({ db, actor, params }) => startUndo(db, actor, params.id, Date.now()),
  })
}
