/** The SQL that Daybook sends for a request, recorded from its own doors: what a bare route is then given to send. */
import type { FastifyInstance } from 'fastify'
import { Kysely, PostgresDialect } from 'kysely'
import type { Actor } from '#server/platform/actor.ts'
import { openPool } from '#server/platform/database.ts'
import { createHttp } from '#server/platform/http.ts'
import type { Door } from '#server/platform/serve.ts'
import type { Tables } from '#server/platform/tables.ts'

export type Statement = { text: string; values: unknown[] }
/** `id`: of the record that was answered, where it was one. */
type Recorded = { id?: string; statements: Statement[] }
type Request = { method: 'GET' | 'POST' | 'PATCH'; path: string; body?: object }
type Rooms = ((app: FastifyInstance, door: Door) => void)[]

export type Recorder = Awaited<ReturnType<typeof openRecorder>>

/** Without what opens and closes a transaction. `close` ends its connections. */
export async function openRecorder(url: string, rooms: Rooms) {
  const seen: Statement[] = []
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: openPool(url, { statement_timeout_ms: 60_000 }) }),
    log: ({ query }) => void seen.push({ text: query.sql, values: [...query.parameters] }),
  })
  const app = await createHttp({})
  let actor: Actor | null = null
  const door: Door = { db, authenticate: async () => actor, isConfirmed: async () => true, served: new Set() }
  for (const openDoors of rooms) openDoors(app, door)
  const ask = async (as: Actor, { method, path, body }: Request) => {
    actor = as
    const answer = await app.inject({ method, url: `/api/v1${path}`, ...(body && { payload: body }) })
    if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${answer.body}`)
    return answer.json()
  }
  return {
    answer: (as: Actor, path: string) => ask(as, { method: 'GET', path }),
    async record(as: Actor, request: Request): Promise<Recorded> {
      seen.length = 0
      const { id } = await ask(as, request)
      return { id, statements: seen.filter(({ text }) => !/^(begin|commit|start transaction)/.test(text)) }
    },
    async close(): Promise<void> {
      await app.close()
      await db.destroy()
    },
  }
}
