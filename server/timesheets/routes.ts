import type { FastifyInstance } from 'fastify'
import { timesheets } from '#api/timesheets.ts'
import { forbidden } from '#server/platform/errors.ts'
import { personOf, type Actor } from '#server/platform/actor.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { approveWeek, approveWeeks } from './approve-weeks.ts'
import { denyWeek, reopenWeek } from './give-back.ts'
import { countToDecide } from './queries.ts'
import { listTimesheets, readTimesheet } from './read-timesheets.ts'
import { submitWeek, withdrawWeek } from './submit-week.ts'

export function timesheetRoutes(app: FastifyInstance, door: Door): void {
  serve(app, door, timesheets, {
    list: ({ db, actor, query }) => listTimesheets(db, actor, query),
    toDecide: async ({ db, actor }) => ({ count: await countToDecide(db, actor) }),
    get: ({ db, actor, params }) => readTimesheet(db, actor, params.id),
    submit: ({ db, actor, body }) => submitWeek(db, aPerson(actor), body.week, Date.now()),
    withdraw: ({ db, actor, params }) => withdrawWeek(db, aPerson(actor), params.id),
    approve: ({ db, actor, params, body }) => approveWeek(db, actor, params.id, body.print, Date.now()),
    approveMany: ({ db, actor, body }) => approveWeeks(db, actor, body.sheets, Date.now()),
    deny: ({ db, actor, params, body }) => denyWeek(db, actor, params.id, body.reason, Date.now()),
    reopen: ({ db, actor, params, body }) => reopenWeek(db, actor, params.id, body.reason, Date.now()),
  })
}

function aPerson(actor: Actor): Actor {
  if (personOf(actor) === null) throw forbidden('A week is submitted by the person whose it is.')
  return actor
}
