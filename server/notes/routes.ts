import type { FastifyInstance } from 'fastify'
import { notes } from '#api/notes.ts'
import { notFound } from '#server/platform/errors.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { deleteNote, restoreNote } from './delete-note.ts'
import { getNote, listNotes } from './queries.ts'
import { timeline } from './timeline.ts'
import { createNote, editNote, noteVersions } from './write-note.ts'

export function noteRoutes(app: FastifyInstance, door: Door): void {
  serve(app, door, notes, {
    list: ({ db, actor, query }) => listNotes(db, actor, query),
    get: async ({ db, actor, params }) => {
      const note = await getNote(db, actor, params.id)
      if (!note) throw notFound()
      return note
    },
    versions: ({ db, actor, params }) => noteVersions(db, actor, params.id),
    create: ({ db, actor, body }) => createNote(db, actor, body),
    patch: ({ db, actor, params, body, if_match }) => editNote(db, actor, params.id, body, if_match),
    delete: ({ db, actor, params, if_match }) => deleteNote(db, actor, params.id, if_match),
    restore: ({ db, actor, params }) => restoreNote(db, actor, params.id),
    timeline: ({ db, actor, query }) => timeline(db, actor, query),
  })
}
