import type { FastifyInstance } from 'fastify'
import { welcome } from '#api/welcome.ts'
import { checklistFor } from '#domain/checklist.ts'
import { noticeVersion } from '#domain/notice.ts'
import { findWorkspace } from '#server/people/workspace-queries.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { readWelcome, settleStep } from './first-steps.ts'
import { findFacts } from './queries.ts'

export function welcomeRoutes(app: FastifyInstance, door: Door): void {
  serve(app, door, welcome, {
    read: ({ db }) => readWelcome(db),
    settle: ({ db, actor, body }) => settleStep(db, actor, body),
    checklist: async ({ db, actor }) => {
      const facts = await findFacts(db, actor, noticeVersion(await findWorkspace(db)))
      return { data: checklistFor(actor.grants).map((key) => ({ key, done: facts[key] })) }
    },
  })
}
