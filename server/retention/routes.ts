import type { FastifyInstance } from 'fastify'
import { retention } from '#api/retention.ts'
import { firstKept, firstRunFor_ms, type OwnRetention } from '#domain/retention.ts'
import type { Database } from '#server/platform/database.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { changeTerm, checkKeep, show } from './change-term.ts'
import { findDue } from './find-due.ts'
import { findNotices, listTerms } from './queries.ts'

export function retentionRoutes(app: FastifyInstance, door: Door): void {
  serve(app, door, retention, {
    list: async ({ db }) => {
      const now_ms = Date.now()
      const [evidence, time_entries, ledger] = await listTerms(db)
      // one after the other: each counts what may be millions of rows
      return {
        data: [
          await show(db, evidence!, now_ms),
          await show(db, time_entries!, now_ms),
          await show(db, ledger!, now_ms),
        ],
      }
    },
    due: async ({ db, query: { class: of, keep, also_approved = false } }) => {
      checkKeep(of, keep, '/keep')
      const { done_through } = (await listTerms(db)).find((term) => term.class === of)!
      return findDue(db, { class: of, keep, also_approved, done_through }, false, Date.now())
    },
    change: ({ db, actor, params, if_match, body }) => changeTerm(db, actor, params.id, if_match, body, Date.now()),
    own: ({ db, actor }) => findOwn(db, actor.id!, Date.now()),
  })
}

async function findOwn(db: Database, user_id: string, now_ms: number): Promise<OwnRetention> {
  const data = (await findNotices(db, user_id)).map(({ told_at, ...term }) => {
    if (term.keep === null || told_at === null) return { ...term, told_at, removed_at: null, before: null }
    const run_ms = firstRunFor_ms(Date.parse(told_at), now_ms)
    const before = firstKept(term.class, term.keep, run_ms)
    return { ...term, told_at, removed_at: new Date(run_ms).toISOString(), before }
  })
  return { data }
}
