/**
 * Child process of the bench. `node http-servers.ts daybook|open|bare`: Daybook; its list of deals with nobody at the door and
 * no row scope; or a bare Fastify route with the same SQL through raw pg.
 */
import { generateKeyPairSync } from 'node:crypto'
import { tmpdir } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { grants } from '#domain/permissions.ts'
import { createApp } from '#server/app.ts'
import { dealRoutes } from '#server/deals/routes.ts'
import { systemActor } from '#server/platform/actor.ts'
import { openDatabase, openPool } from '#server/platform/database.ts'
import { createHttp } from '#server/platform/http.ts'
import { createSealer } from '#server/platform/sealed.ts'
import { folderStorage } from '#server/platform/storage.ts'
import { createNames } from '#server/time/names.ts'
import { bareServer } from './bare-server.ts'

const [kind] = process.argv.slice(2)
const url = process.env['DATABASE_URL']!
const say = (message: object) => process.send!(message)

if (kind === 'daybook') {
  const pair = generateKeyPairSync('ed25519')
  const db = openDatabase(openPool(url, { max: 20, statement_timeout_ms: 60_000 }))
  const app = await createApp({
    db,
    fileDb: db,
    sealer: createSealer(`k1:${Buffer.alloc(32).toString('base64')}`),
    mails: false,
    keys: { id: 'bench', private: pair.privateKey, public: pair.publicKey },
    names: createNames(),
    storage: folderStorage(tmpdir()),
    origin: 'http://127.0.0.1',
    version: 'bench',
    web: process.env['WEB_FOLDER'] ?? null,
  })
  say({ address: await app.listen({ port: 0, host: '127.0.0.1' }) })
} else if (kind === 'open') {
  const app = await createHttp({})
  const anybody = { ...systemActor('command', grants.admin), kind: 'user' as const }
  dealRoutes(app, {
    db: openDatabase(openPool(url)),
    authenticate: async () => anybody,
    isConfirmed: async () => true,
    served: new Set(),
  })
  say({ address: await app.listen({ port: 0, host: '127.0.0.1' }) })
} else {
  const app = bareServer(url)
  say({ address: await app.listen({ port: 0, host: '127.0.0.1' }) })
}
const stall = monitorEventLoopDelay({ resolution: 1 })
process.on('message', (message: { memory?: true; cpu?: true; stall?: 'begin' | 'end' }) => {
  const memory = process.memoryUsage()
  if (message.memory)
    say({ rss_mb: Math.round(memory.rss / 1_048_576), heap_mb: Math.round(memory.heapUsed / 1_048_576) })
  const { user, system } = process.cpuUsage()
  if (message.stall === 'begin') say({ begun: (stall.reset(), stall.enable()) })
  if (message.stall === 'end') say({ stall_ms: (stall.disable(), stall.max / 1e6) })
  if (message.cpu) say({ cpu_ms: (user + system) / 1_000 })
})
process.on('disconnect', () => process.exit(0))
