/** The real app on a scratch database, over real HTTP. */
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { createApp } from '#server/app.ts'
import { crontab, jobs } from '#server/jobs.ts'
import { openDatabase, openPool } from '#server/platform/database.ts'
import { createLog } from '#server/platform/log.ts'
import type { Mail } from '#server/platform/mail.ts'
import { createSealer } from '#server/platform/sealed.ts'
import { folderStorage } from '#server/platform/storage.ts'
import { startWorker } from '#server/platform/worker.ts'
import { createNames } from '#server/time/names.ts'
import { insertCast, password, type Cast } from './cast.ts'
import { asApplication, scratchDatabase } from './database.ts'

const pair = generateKeyPairSync('ed25519')
export type Answer = { status: number; body: any; headers: Headers; text: string }
type Extra = { headers?: Record<string, string>; type?: string }

type Reader = { get: (target: string) => Promise<Answer> }
/** Every row of a list, page by page. */
export async function walk(client: Reader, target: string): Promise<any[]> {
  const rows: any[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body } = await client.get(`${target}${cursor && `&cursor=${cursor}`}`)
    rows.push(...body.data)
    cursor = body.next_cursor
  }
  return rows
}

/** The header that says which version a change is based on. */
export const based = (version: number) => ({ headers: { 'if-match': `"${version}"` } })

/** An id nobody has. */
export const nowhere = '019e0000-0000-7000-8000-000000000000'

/** An address that a browser also holds for secure, at a port nobody uses. */
export async function ownOrigin(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return `http://localhost:${port}`
}

/** Ends by itself after the tests of the file. `worker` also runs jobs; `web` serves the built web app. */
export async function startApp(
  options: {
    worker?: boolean
    web?: string
    cast?: boolean
    mails?: boolean
    database?: string
    /** Where people reach it; a passkey needs this to be where the browser is. */
    origin?: string
    trusted_proxies?: string[]
  } = {},
) {
  const origin = options.origin ?? 'http://localhost'
  const owner = options.database ?? (await scratchDatabase())
  const url = asApplication(owner)
  const pool = openPool(url, { max: 8, statement_timeout_ms: 20_000 })
  const db = openDatabase(pool)
  // a browser test brings the demo company instead
  const cast = options.cast === false || options.database ? ({} as Cast) : await insertCast(db)
  const folder = mkdtempSync(path.join(tmpdir(), 'daybook-files-'))
  const storage = folderStorage(folder)
  const names = createNames()
  const lines: string[] = []
  const log = createLog('info', { write: (line) => void lines.push(line) })
  const sent: Mail[] = []
  const mail = async (message: Mail) => void sent.push(message)
  const sealer = createSealer(`k1:${Buffer.alloc(32, 1).toString('base64')}`)
  const keys = { id: 'test', private: pair.privateKey, public: pair.publicKey }
  const app = await createApp({
    db,
    fileDb: db,
    keys,
    sealer,
    mails: options.mails ?? false,
    names,
    storage,
    origin,
    trusted_proxies: options.trusted_proxies ?? [],
    version: 'test',
    web: options.web ?? null,
    log: { loggerInstance: log },
  })
  const worker = options.worker
    ? await startWorker({
        pool,
        url,
        tasks: jobs({ db, storage, names, mail, origin, ledger: keys }),
        crontab,
        onLog: (level, message, err) => log[level]({ err }, message),
      })
    : null
  const address = await app.listen({ port: Number(new URL(origin).port), host: '127.0.0.1' })
  afterAll(async () => {
    await app.close()
    await worker?.stop()
    await pool.end()
    rmSync(folder, { recursive: true, force: true })
  })

  async function send(
    token: string | null,
    method: string,
    target: string,
    body?: unknown,
    extra: Extra = {},
  ): Promise<Answer> {
    const response = await fetch(
      target.startsWith('/api/') || !target.startsWith('/') ? `${address}${target}` : `${address}/api/v1${target}`,
      {
        method,
        headers: {
          ...(token && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': extra.type ?? 'application/json' }),
          ...extra.headers,
        },
        ...(body !== undefined && {
          body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
        }),
      },
    )
    const text = await response.text()
    const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '')
    return {
      status: response.status,
      body: isJson && text !== '' ? JSON.parse(text) : text,
      headers: response.headers,
      text,
    }
  }

  const client = (token: string | null) => ({
    token,
    get: (target: string, extra?: Extra) => send(token, 'GET', target, undefined, extra),
    post: (target: string, body: unknown = {}, extra?: Extra) => send(token, 'POST', target, body, extra),
    patch: (target: string, body: unknown, extra?: Extra) => send(token, 'PATCH', target, body, extra),
    put: (target: string, body: unknown, extra?: Extra) => send(token, 'PUT', target, body, extra),
    delete: (target: string, extra?: Extra) => send(token, 'DELETE', target, undefined, extra),
    send: (method: string, target: string, body?: unknown, extra?: Extra) => send(token, method, target, body, extra),
  })

  /** Signed in as one of the cast. */
  async function as(person: keyof typeof cast.users) {
    const { body } = await send(null, 'POST', '/auth/login', { email: `${person}@northlight.example`, password })
    return client(body.access_token as string)
  }
  const agent = async () =>
    client((await (await as('dana')).post('/api-keys', { name: 'agent', scopes: ['time:ingest'] })).body.key as string)
  return {
    url,
    db,
    keys,
    close: () => app.close(),
    sent,
    cast,
    address,
    lines,
    as,
    agent,
    nobody: client(null),
    bearer: client,
  }
}
