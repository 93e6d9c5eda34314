import type { FastifyInstance } from 'fastify'
import { demo } from '#api/demo.ts'
import { findWorkspace } from '#server/people/workspace-queries.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { findWork } from './queries.ts'
import { previewRemoval } from './remove-demo.ts'
import { askForDemo } from './work.ts'

export function demoRoutes(app: FastifyInstance, door: Door): void {
  serve(app, door, demo, {
    state: async ({ db }) => ({ loaded: (await findWorkspace(db)).demo, work: await findWork(db) }),
    removal: ({ db, actor }) => previewRemoval(db, actor),
    load: async ({ db, actor }) => {
      await askForDemo(db, actor, 'load')
      return undefined
    },
    remove: async ({ db, actor }) => {
      await askForDemo(db, actor, 'remove')
      return undefined
    },
  })
}
