/** What an attacker tries before looking at the product at all: sockets, headers, bodies, other sites. */
import { connect } from 'node:net'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { contract } from '#api/contract.ts'
import { startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { scratchDatabase } from '#test/database.ts'
import { sql } from './platform/database.ts'
import { createHttp } from './platform/http.ts'
import { createLog } from './platform/log.ts'
import { serve } from './platform/serve.ts'
import { buildWebIfChanged, webFolder } from './platform/web-build.ts'

await buildWebIfChanged()
const app = await startApp({ web: webFolder })
const dana = await app.as('dana')

/** Everything a socket is told after it sent `text`, until the other side hangs up. */
const tell = (text: string, address = app.address) =>
  new Promise<string>((resolve, reject) => {
    let said = ''
    const socket = connect(Number(new URL(address).port), '127.0.0.1', () => socket.write(text))
    socket.on('data', (bytes) => (said += bytes.toString()))
    socket.on('end', () => socket.end())
    socket.on('close', () => resolve(said))
    socket.on('error', reject)
  })

const json = 'Content-Type: application/json'
const next = 'GET /livez HTTP/1.1\r\nHost: a\r\n\r\n'
test.each([
  [
    'two lengths',
    `POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\n${json}\r\nContent-Length: 2\r\nContent-Length: 40\r\n\r\n{}`,
  ],
  [
    'a length and chunks',
    `POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\n${json}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  ],
  [
    'chunks of another name',
    `POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\n${json}\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
  ],
  [
    'chunks that are not last',
    `POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\n${json}\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
  ],
  ['a space before the colon', `POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length : 2\r\n\r\n{}`],
  ['a header that goes on in the next line', `GET /livez HTTP/1.1\r\nHost: a\r\nX-A: 1\r\n  folded: 2\r\n\r\n`],
  ['lines that end in LF alone', `GET /livez HTTP/1.1\nHost: a\n\n`],
  ['a length below zero', `POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n`],
  [
    'a chunk of impossible size',
    `POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\n${json}\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffffffff\r\n`,
  ],
  ['no host', 'GET /livez HTTP/1.1\r\n\r\n'],
])('a request with %s is refused, and what follows it is not read', async (_, text) => {
  const said = await tell(text + next)
  expect(said).toMatch(/^HTTP\/1\.1 400 /)
  expect(said.match(/HTTP\/1\.1 \d/g)).toHaveLength(1)
})

test('who is slow with the headers, says nothing, or is slow with the body is cut off', async () => {
  const http = await createHttp({})
  http.post('/', () => 'done')
  const address = await http.listen({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => http.close())
  expect([http.server.headersTimeout, http.server.requestTimeout]).toEqual([5_000, 900_000])
  // the same clock that looks after those, sooner
  Object.assign(http.server, { headersTimeout: 100, requestTimeout: 200 })
  const cut = await Promise.all([
    tell('GET / HTTP/1.1\r\nHost: a\r\nX-Slow:', address),
    tell('', address),
    tell(`POST / HTTP/1.1\r\nHost: a\r\n${json}\r\nContent-Length: 5\r\n\r\n{`, address),
  ])
  for (const said of cut) expect(said).toMatch(/^(HTTP\/1\.1 408 [^]*"code":"timeout"|$)/)
  expect(cut[0]).toContain('408')
}, 15_000)

test('whoever sends a body one byte after the other has ten seconds, a file a quarter of an hour', async () => {
  const http = await createHttp({})
  const { login } = contract.auth
  const door = { db: app.db, authenticate: async () => null, isConfirmed: async () => false, served: new Set<never>() }
  serve(http, { ...door, handler_ms: 100 }, { login }, { login: () => Promise.reject(new Error('not reached')) })
  const address = await http.listen({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => http.close())
  const said = await tell(
    `POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\n${json}\r\nContent-Length: 50\r\n\r\n{`,
    address,
  )
  expect(said).toMatch(/^HTTP\/1\.1 503 [^]*"code":"too_slow"/)
})

const many = (n: number, one: (at: number) => string) => Array.from({ length: n }, (_, at) => one(at)).join(',')
test.each([
  ['half a million brackets', '['.repeat(500_000), 400, 'malformed_json'],
  ['as many that are closed', '['.repeat(400_000) + ']'.repeat(400_000), 422, 'invalid'],
  ['a deep field', `{"name":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`, 422, 'invalid'],
  ['60,000 fields', `{${many(60_000, (at) => `"f${at}":1`)}}`, 422, 'invalid'],
  ['60,000 tags', `{"name":"x","tags":[${many(60_000, (at) => `"t${at}"`)}]}`, 422, 'invalid'],
  ['__proto__', '{"name":"x","__proto__":{"role":"admin"}}', 422, 'invalid'],
  ['__proto__ where free fields are allowed', '{"name":"x","metadata":{"__proto__":{"role":"admin"}}}', 422, 'invalid'],
  ['__proto__ in disguise', '{"name":"x","metadata":{"\\u005f_proto__":1}}', 422, 'invalid'],
  ['constructor', '{"name":"x","constructor":{"prototype":{"role":"admin"}}}', 422, 'invalid'],
  ['a name twice, the second of the wrong type', '{"name":"x","name":7}', 422, 'invalid'],
  ['UTF-16', Buffer.from('{"name":"x"}', 'utf16le'), 400, 'malformed_json'],
  ['a list', '[]', 422, 'invalid'],
  ['text', '"name"', 422, 'invalid'],
  ['nothing', 'null', 422, 'invalid'],
  ['a number without end', '1e999', 422, 'invalid'],
])('a body of %s is refused in the usual form, and nothing is stored', async (_, body, status, code) => {
  const before = (await dana.get('/accounts?limit=200')).body.data.length
  const answer = await dana.post('/accounts', body)
  expect([answer.status, answer.body.code]).toEqual([status, code])
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  expect((await dana.get('/accounts?limit=200')).body.data.length).toBe(before)
  expect(({} as { role?: string }).role).toBe(undefined)
})

test.each([
  '__proto__=1',
  '__proto__[role]=admin',
  'constructor=1',
  'limit=50&limit=60',
  'limit[]=5',
  'q[a]=b',
  'LIMIT=5',
])('a query of %s is refused', async (query) => {
  expect((await dana.get(`/accounts?${query}`)).status).toBe(400)
})

test('two hundred sockets that never ask do not keep others from asking', async () => {
  const port = Number(new URL(app.address).port)
  const idle = Array.from({ length: 200 }, () => connect(port, '127.0.0.1').on('error', () => {}))
  onTestFinished(() => idle.forEach((socket) => socket.destroy()))
  expect((await dana.get('/me')).status).toBe(200)
})

const origin = app.address
test.each([
  ['another site', { origin: 'https://evil.example' }],
  ['a page without an origin', { origin: 'null' }],
  ['a name that ends in ours', { origin: origin.replace('127.0.0.1', '127.0.0.1.evil.example') }],
  ['a sub-domain', { origin: origin.replace('127.0.0.1', 'sub.127.0.0.1') }],
  ['another port', { origin: 'http://127.0.0.1:1' }],
  ['a site the browser calls foreign', { 'sec-fetch-site': 'cross-site' }],
  ['a sub-domain the browser calls one', { 'sec-fetch-site': 'same-site' }],
])('%s cannot use the cookie of a browser', async (_, headers) => {
  const signIn = await app.nobody.post('/auth/login', { email: 'noah@northlight.example', password })
  const cookie = signIn.headers.get('set-cookie')!.split(';')[0]!
  for (const door of ['/auth/refresh', '/auth/logout', '/auth/login'])
    expect((await app.nobody.post(door, {}, { headers: { ...headers, cookie } })).status, door).toBeOneOf([401, 422])
  const plain = await app.nobody.post('/auth/refresh', '{}', { type: 'text/plain', headers: { cookie } })
  expect(plain.status).toBe(415)
  // and what was tried has ended nothing
  expect((await app.nobody.post('/auth/refresh', {}, { headers: { origin, cookie } })).status).toBe(200)
})

const pages = [
  '/',
  '/sign-in',
  '/deals?peek=1',
  '/api/docs',
  '/api/docs/start.js',
  '/api/docs/nothing',
  '/api/v1/nothing',
  '/nothing.txt',
  '/assets/nothing.js',
  '/livez',
  '/readyz',
  '/api/v1/openapi.json',
  '/%2e%2e%2fpackage.json',
  '/assets/..%2f..%2f..%2fpackage.json',
  '/%zz',
]
test.each(pages)('%s is sent with a strict policy, and to no other site', async (target) => {
  const { headers, text } = await ask(target)
  const policy = Object.fromEntries(
    headers
      .get('content-security-policy')!
      .split('; ')
      .map((rule) => [rule.split(' ')[0], rule]),
  )
  expect(policy['default-src']).toBe("default-src 'none'")
  expect(policy['frame-ancestors']).toBe("frame-ancestors 'none'")
  expect(policy['base-uri']).toBe("base-uri 'none'")
  expect(policy['script-src'] ?? '').not.toMatch(/unsafe|https?:|\*/)
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('referrer-policy')).toBe('same-origin')
  expect(headers.get('cache-control')).toMatch(/no-store|no-cache|max-age=0/)
  expect([...headers.keys()].filter((name) => /^access-control|^x-powered-by$|^server$/.test(name))).toEqual([])
  expect(text).not.toContain('"private": true')
})

test('a file of the app that is not there any more is not found, rather than the wrong method', async () => {
  expect((await fetch(`${app.address}/assets/nothing.js`)).status).toBe(404)
})

async function ask(target: string) {
  const response = await fetch(app.address + target, { headers: { origin: 'https://evil.example' } })
  return { headers: response.headers, text: await response.text() }
}

test('the built files are sent with the same headers, and kept', async () => {
  const [, script] = /src="(\/assets\/[^"]+\.js)"/.exec((await ask('/')).text)!
  const { headers } = await ask(script!)
  expect(headers.get('cache-control')).toContain('immutable')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  const compressed = async (accepts: string) => {
    const answer = await fetch(app.address + script!, { headers: { 'accept-encoding': accepts } })
    return [answer.headers.get('content-encoding'), (await answer.text()).length]
  }
  const [, length] = await compressed('identity')
  expect([await compressed('gzip, br'), await compressed('gzip')]).toEqual([
    ['br', length],
    ['gzip', length],
  ])
})

test('an address with a dot in its query is a page, one that ends like a file is not', async () => {
  const status = async (target: string) => (await fetch(app.address + target)).status
  expect(await status('/accounts?q=kestrel.example')).toBe(200)
  expect(await status('/accounts.json?q=x')).toBe(404)
})

test('no other site is told that it may ask', async () => {
  const asked = { origin: 'https://evil.example', 'access-control-request-method': 'POST' }
  const { status, headers } = await app.nobody.send('OPTIONS', '/accounts', undefined, { headers: asked })
  expect([status, headers.get('access-control-allow-origin')]).toEqual([405, null])
})

test('browsers are told to stay with https where that is how people come', async () => {
  const behind = await startApp({ database: app.url, origin: 'https://crm.example' })
  expect((await behind.nobody.get('/me')).headers.get('strict-transport-security')).toBe('max-age=31536000')
  expect((await dana.get('/me')).headers.get('strict-transport-security')).toBe(null)
  // a proxy may give the request another Host than the one in the address bar
  const body = { email: 'noah@northlight.example', password }
  const from = (site: string) => behind.nobody.post('/auth/login', body, { headers: { origin: site } })
  expect([(await from('https://crm.example')).status, (await from('http://crm.example')).status]).toEqual([200, 401])
})

test('an address in a header is believed only from a proxy that is trusted', async () => {
  const key = app.bearer(
    (await dana.post('/api-keys', { name: 'gate', scopes: ['accounts:read'], allowed_addresses: ['203.0.113.7'] })).body
      .key,
  )
  const claims = [
    { 'x-forwarded-for': '203.0.113.7' },
    { 'x-real-ip': '203.0.113.7' },
    { forwarded: 'for=203.0.113.7' },
    { 'cf-connecting-ip': '203.0.113.7' },
  ]
  for (const headers of claims) expect((await key.get('/accounts', { headers })).status).toBe(403)

  const behind = await startApp({ database: app.url, trusted_proxies: ['127.0.0.1', '10.0.0.0/8'] })
  const from = async (list: string) =>
    (await behind.bearer(key.token).get('/accounts', { headers: { 'x-forwarded-for': list } })).status
  expect(await from('203.0.113.7')).toBe(200)
  expect(await from('203.0.113.7, 10.1.2.3')).toBe(200)
  // what the last stranger claims about those before them is worth nothing
  expect(await from('203.0.113.7, 198.51.100.1')).toBe(403)
  expect(await from('')).toBe(403)
})

test('a day of secrets and personal texts leaves none in a log, and none in the ledger, jobs or kept answers that is not theirs', async () => {
  const day = await startApp({ mails: true })
  const wrong = await day.nobody.post('/auth/login', { email: 'marked-mail@x.example', password: 'marked-password' })
  const signIn = await day.nobody.post('/auth/login', { email: 'dana@northlight.example', password })
  const admin = day.bearer(signIn.body.access_token)
  const made = await admin.post('/api-keys', { name: 'agent', scopes: ['time:ingest'] }, idempotent)
  const agent = day.bearer(made.body.key)
  const entry = {
    user_id: day.cast.users.noah,
    start_time: '2026-09-01T09:00:00Z',
    end_time: '2026-09-01T10:00:00Z',
    activity_type: 'website',
    source: 'agent',
    external_id: 'marked-id',
    title: 'marked-title',
    url: 'https://marked-url.example/',
    app: 'marked-app',
  }
  const reset = await day.nobody.post('/auth/request-reset', { email: 'dana@northlight.example' })
  const answers = [
    await agent.post('/time-entries', entry, idempotent),
    await agent.post('/time-entries/batch', [entry, { title: 'marked-title' }]),
    await admin.post('/accounts', { name: 'marked-name', website: 'https://marked-site.example' }),
    await admin.post('/accounts', '{"name": "marked-name'),
    await admin.get('/accounts?q=marked-search&cursor=marked-cursor'),
    await admin.get('/users/marked-path'),
    await admin.post('/me/password', { current: 'marked-password', new: 'marked-password' }),
  ]
  expect([wrong.status, signIn.status, made.status, reset.status]).toEqual([401, 200, 201, 204])
  expect(answers.map(({ status }) => status)).toEqual([201, 200, 201, 400, 422, 400, 422])

  const secrets = [password, signIn.body.access_token, signIn.body.refresh_token, made.body.key]
  const log = day.lines.join('')
  expect(log.match(/request completed/g)!.length).toBeGreaterThan(10)
  for (const text of ['marked', '@', ...secrets]) expect(log).not.toContain(text)

  const { rows } = await sql<{ kept: string }>`
    select coalesce(before::text, '') || coalesce(after::text, '') as kept from changes
    union all select coalesce(body::text, '') from idempotency_keys
    union all select payload::text from graphile_worker._private_jobs
  `.execute(day.db)
  const kept = rows.map((row) => row.kept).join('\n')
  expect(kept).toContain('time')
  for (const text of ['marked-password', 'marked-title', 'marked-url', 'marked-app', ...secrets])
    expect(kept).not.toContain(text)
})
const idempotent = { headers: { 'idempotency-key': 'marked-key' } }

test('nothing that was asked, said or stored is in a log, also not where it failed', async () => {
  const lines: string[] = []
  const http = await createHttp({ loggerInstance: createLog('trace', { write: (line) => void lines.push(line) }) })
  const client = new pg.Client({ connectionString: await scratchDatabase() })
  await client.connect()
  onTestFinished(() => Promise.all([client.end(), http.close()]).then(() => {}))
  const failing: Record<string, () => unknown> = {
    type: () => client.query("select 'marked-text'::uuid"),
    unique: () => client.query("insert into teams (name) values ('marked-text'), ('marked-text')"),
    raised: () => client.query("do $$ begin raise 'marked-text'; end $$"),
    json: () => JSON.parse('marked-text') as unknown,
  }
  for (const [name, fail] of Object.entries(failing)) http.post(`/${name}/:id`, fail)
  for (const name of [...Object.keys(failing), 'nowhere', '%zz'])
    await http.inject({
      method: 'POST',
      url: `/${name}/marked-text?q=marked-text`,
      headers: { authorization: 'Bearer marked-text', cookie: 'daybook_refresh=marked-text', 'x-note': 'marked-text' },
      payload: { title: 'marked-text' },
    })
  const log = lines.join('')
  expect(log.match(/request failed/g)).toHaveLength(4)
  expect(log).toContain('23505')
  expect(log).toMatch(/at .*attacks\.test\.ts/)
  expect(log).not.toContain('marked-text')
})
