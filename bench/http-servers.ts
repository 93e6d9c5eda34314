/** Child process of the bench: Daybook, or a bare Fastify route with the same SQL through raw pg. `node http-servers.ts daybook|bare` */
import { generateKeyPairSync } from 'node:crypto'
import { tmpdir } from 'node:os'
import { fastify } from 'fastify'
import pg from 'pg'
import { createApp } from '#server/app.ts'
import { openDatabase, openPool } from '#server/platform/database.ts'
import { createSealer } from '#server/platform/sealed.ts'
import { folderStorage } from '#server/platform/storage.ts'
import { createNames } from '#server/time/names.ts'

const [kind] = process.argv.slice(2)
const url = process.env['DATABASE_URL']!
const say = (message: object) => process.send!(message)

if (kind === 'daybook') {
  const pair = generateKeyPairSync('ed25519')
  const db = openDatabase(openPool(url, { statement_timeout_ms: 60_000 }))
  const app = await createApp({
    db,
    sealer: createSealer(`k1:${Buffer.alloc(32).toString('base64')}`),
    mails: false,
    keys: { id: 'bench', private: pair.privateKey, public: pair.publicKey },
    names: createNames(),
    storage: folderStorage(tmpdir()),
    origin: 'http://127.0.0.1',
    version: 'bench',
    web: null,
  })
  say({ address: await app.listen({ port: 0, host: '127.0.0.1' }) })
} else {
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  const app = fastify()
  /** SQL and parameters arrive once, at the start, as Daybook really sends them. */
  let statements: Record<string, { text: string; values: unknown[] }> = {}
  process.on('message', (message: typeof statements) => {
    statements = message
    say({ ready: true })
  })
  app.get('/:name', async (request) => (await pool.query(statements[(request.params as { name: string }).name]!)).rows)
  say({ address: await app.listen({ port: 0, host: '127.0.0.1' }) })
}
process.on('message', (message: { memory?: true }) => {
  if (message.memory) say({ rss_mb: Math.round(process.memoryUsage().rss / 1_048_576) })
})
process.on('disconnect', () => process.exit(0))
