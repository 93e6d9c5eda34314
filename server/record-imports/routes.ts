import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { recordImports } from '#api/record-imports.ts'
import { transact } from '#server/platform/database.ts'
import { notFound, Problem } from '#server/platform/errors.ts'
import { Reply, serve, type Door } from '#server/platform/serve.ts'
import type { Storage } from '#server/platform/storage.ts'
import { answerImport } from './answer-import.ts'
import { createImport } from './create-import.ts'
import { fixRow } from './fix-row.ts'
import { getImport, listImports } from './queries.ts'
import { rejectedRows } from './rejected-rows.ts'
import { listRows } from './row-queries.ts'
import { startImport } from './start-import.ts'
import { startUndo } from './undo-import.ts'

export function recordImportRoutes(app: FastifyInstance, door: Door, storage: Storage): void {
  serve(app, door, recordImports, {
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
        return await transact(db, (tx) => createImport(tx, actor, file, query))
      } catch (error) {
        await storage.delete(file.key)
        throw error
      }
    },
    patch: ({ db, actor, params, body, if_match }) => answerImport(db, actor, params.id, body, if_match),
    listRows: async ({ db, actor, params, query }) => {
      if (!(await getImport(db, actor, params.id))) throw notFound()
      return listRows(db, params.id, query)
    },
    rejects: async ({ db, actor, params, query }) => {
      const found = await getImport(db, actor, params.id)
      if (!found) throw notFound()
      return new Reply(200, rejectedRows(db, actor, found, query), {
        'content-disposition': 'attachment; filename="rejects.csv"',
      })
    },
    fixRow: ({ db, actor, params, body }) => fixRow(db, actor, params.id, params.row, body),
    run: ({ db, actor, params }) => startImport(db, actor, params.id),
    undo: ({ db, actor, params }) => startUndo(db, actor, params.id, Date.now()),
  })
}
