import type { FastifyInstance } from 'fastify'
import { calendar } from '#api/calendar.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import type { Names } from '#server/time/names.ts'
import { enterTime } from './enter-time.ts'
import { showDays } from './show-days.ts'

export function calendarRoutes(app: FastifyInstance, door: Door, names: Names): void {
  serve(app, door, calendar, {
    get: ({ db, actor, query }) => showDays(db, actor, query),
    enter: ({ db, actor, body }) => enterTime(db, names, actor, body, Date.now()),
  })
}
