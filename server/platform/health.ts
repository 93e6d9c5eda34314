/** /livez: the process runs. /readyz: it may be given work, that is the database answers and it is not stopping. */
import type { FastifyInstance } from 'fastify'
import { sql, type Database } from './database.ts'

export function serveHealth(app: FastifyInstance, db: Database): void {
  let stopping = false
  app.addHook('preClose', () => {
    stopping = true
  })
  app.get('/livez', () => ({ status: 'ok' }))
  app.get('/readyz', async (_, reply) => {
    const database = await sql`select 1`.execute(db).then(
      () => 'ok',
      () => 'unreachable',
    )
    const ready = database === 'ok' && !stopping
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'not_ready', database, stopping })
  })
}
