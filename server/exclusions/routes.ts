import type { FastifyInstance } from 'fastify'
import { exclusions } from '#api/exclusions.ts'
import { mostLeftOutDays } from '#domain/exclusions.ts'
import { invalid, notFound } from '#server/platform/errors.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { findCapture } from './drop-evidence.ts'
import { keepExclusions } from './keep-exclusions.ts'
import { endPrivateMode, startPrivateMode } from './private-mode.ts'
import { findDeviceRules, findExclusions, listDropped, listLeftOut } from './queries.ts'

export function exclusionRoutes(app: FastifyInstance, door: Door): void {
  serve(app, door, exclusions, {
    get: ({ db, actor }) => findExclusions(db, actor.id!),
    put: ({ db, actor, if_match, body }) => keepExclusions(db, actor, if_match, body),
    startPrivateMode: ({ db, actor, body }) => startPrivateMode(db, actor, body.until, Date.now()),
    endPrivateMode: ({ db, actor }) => endPrivateMode(db, actor),
    forDevice: async ({ db, actor }) => {
      if (actor.person_id === null) throw notFound()
      return { ...(await findDeviceRules(db, actor.person_id)), ...(await findCapture(db)) }
    },
    leftOut: async ({ db, actor, query: { date_from, date_to } }) => {
      checkDays(date_from, date_to)
      return { data: await listLeftOut(db, actor.id!, date_from, date_to) }
    },
    dropped: async ({ db, actor, query: { date_from, date_to } }) => {
      checkDays(date_from, date_to)
      return { data: await listDropped(db, actor.id!, date_from, date_to) }
    },
  })
}

function checkDays(from: string, to: string): void {
  const days = (Date.parse(to) - Date.parse(from)) / (24 * 3_600_000) + 1
  if (days < 1 || days > mostLeftOutDays)
    throw invalid('/date_to', 'span_too_long', `Ask for 1 to ${mostLeftOutDays} days.`)
}
