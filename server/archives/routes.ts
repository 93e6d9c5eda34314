import type { FastifyInstance } from 'fastify'
import { archives } from '#api/archives.ts'
import { notFound } from '#server/platform/errors.ts'
import { Reply, serve, type Door } from '#server/platform/serve.ts'
import type { Storage } from '#server/platform/storage.ts'
import { getArchive, listArchives } from './queries.ts'
import { beginArchive } from './write-archive.ts'

export function archiveRoutes(app: FastifyInstance, door: Door, storage: Storage): void {
  serve(app, door, archives, {
    list: ({ db, query }) => listArchives(db, query),
    create: async ({ db, actor }) => new Reply(202, await beginArchive(db, actor)),
    file: async ({ db, params }) => {
      const archive = await getArchive(db, params.id)
      if (!archive?.file_key) throw notFound()
      const name = `daybook-${archive.created_at.slice(0, 10)}.ndjson`
      return new Reply(200, storage.get(archive.file_key).setEncoding('utf8') as AsyncIterable<string>, {
        'content-disposition': `attachment; filename="${name}"`,
      })
    },
  })
}
