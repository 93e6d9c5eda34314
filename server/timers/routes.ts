import type { FastifyInstance } from 'fastify'
import { timers } from '#api/timers.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import type { Names } from '#server/time/names.ts'
import { findTimer } from './queries.ts'
import { changeTimer, discardTimer, startTimer } from './run-timer.ts'
import { stopTimer } from './stop-timer.ts'

export function timerRoutes(app: FastifyInstance, door: Door, names: Names): void {
  serve(app, door, timers, {
    get: async ({ db, actor }) => ({ timer: await findTimer(db, actor.id!) }),
    start: async ({ db, actor, body }) => {
      await startTimer(db, actor, body, Date.now())
      return { timer: await findTimer(db, actor.id!) }
    },
    change: async ({ db, actor, body }) => {
      await changeTimer(db, actor, body, Date.now())
      return { timer: await findTimer(db, actor.id!) }
    },
    stop: ({ db, actor, body }) => stopTimer(db, names, actor, body, Date.now()),
    discard: async ({ db, actor, body }) => {
      await discardTimer(db, actor, body.id)
      return { timer: null }
    },
  })
}
