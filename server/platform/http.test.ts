import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { contract } from '#api/contract.ts'
import { grants } from '#domain/permissions.ts'
import { nowhere, startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { systemActor } from './actor.ts'
import { openDatabase, openPool, sql, type Database } from './database.ts'
import { serveHealth } from './health.ts'
import { createHttp } from './http.ts'
import { serve } from './serve.ts'

const app = await startApp()

test.each([
  ['malformed JSON', 'POST', '/accounts', '{"name":', 'application/json', 400, 'malformed_json'],
  [
    'another content type',
    'POST',
    '/accounts',
    'name=x',
    'application/x-www-form-urlencoded',
    415,
    'unsupported_media_type',
  ],
  ['NUL in a name', 'POST', '/accounts', '{"name":"a\\u0000b"}', 'application/json', 422, 'invalid'],
  ['half a surrogate pair', 'POST', '/accounts', '{"name":"a\\ud800"}', 'application/json', 422, 'invalid'],
  [
    'too large a body',
    'POST',
    '/accounts',
    JSON.stringify({ name: 'x'.repeat(1_100_000) }),
    'application/json',
    413,
    'too_large',
  ],
  [
    'a body that is not UTF-8',
    'POST',
    '/accounts',
    Buffer.from('{"name":"\xff\xfe"}', 'latin1'),
    'application/json',
    400,
    'malformed_json',
  ],
  [
    'lines that are not UTF-8',
    'POST',
    '/time-entries/batch',
    Buffer.from('{"title":"\xff"}', 'latin1'),
    'application/x-ndjson',
    400,
    'malformed_json',
  ],
  [
    'lines where JSON belongs',
    'POST',
    '/accounts',
    '{"name":"x"}',
    'application/x-ndjson',
    415,
    'unsupported_media_type',
  ],
  ['a file where JSON belongs', 'POST', '/accounts', 'x', 'application/octet-stream', 415, 'unsupported_media_type'],
  [
    'a hundred thousand brackets',
    'POST',
    '/accounts',
    `{"name":"x","metadata":{"a":${'['.repeat(100_000)}"\\u0000"${']'.repeat(100_000)}}}`,
    'application/json',
    422,
    'invalid',
  ],
  ['NUL in a key', 'POST', '/accounts', '{"name":"x","metadata":{"a\\u0000":1}}', 'application/json', 422, 'invalid'],
  ['an array for a body', 'POST', '/accounts', '[]', 'application/json', 422, 'invalid'],
  ['null for a body', 'POST', '/accounts', 'null', 'application/json', 422, 'invalid'],
  ['an empty body', 'POST', '/accounts', '', 'application/json', 422, 'invalid'],
  ['NUL in the query', 'GET', '/audit?action=%00', undefined, 'application/json', 400, 'bad_request'],
  ['an address that cannot be decoded', 'GET', '/accounts/%ZZ', undefined, 'application/json', 400, 'bad_request'],
  [
    'an address that is too long',
    'GET',
    `/accounts?q=${'a'.repeat(9_000)}`,
    undefined,
    'application/json',
    414,
    'uri_too_long',
  ],
  ['an id that is endless', 'GET', `/accounts/${'a'.repeat(300)}`, undefined, 'application/json', 414, 'bad_request'],
  ['an id that is none', 'GET', '/accounts/1', undefined, 'application/json', 400, 'invalid_path'],
  ['a made-up id', 'GET', `/accounts/${nowhere}`, undefined, 'application/json', 404, 'not_found'],
  ['an address that is none', 'GET', '/nothing', undefined, 'application/json', 404, 'not_found'],
])('%s is a problem document', async (_, method, path, body, type, status, code) => {
  const answer = await (await app.as('dana')).send(method, path, body, { type })
  expect(answer.status).toBe(status)
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  expect(answer.body).toMatchObject({ status, code, request_id: answer.headers.get('x-request-id') })
})

test.each([
  ['DELETE', '/accounts', 'GET, POST'],
  ['PUT', `/deals/${nowhere}/close`, 'POST'],
  ['GET', '/auth/login', 'POST'],
  ['PATCH', `/deals/${nowhere}/close?a=b`, 'POST'],
])('%s %s is not possible, and the answer says what is', async (method, target, allow) => {
  const { status, headers, body } = await (await app.as('dana')).send(method, target)
  expect([status, headers.get('allow'), body.code]).toEqual([405, allow, 'method_not_allowed'])
})

test('every answer forbids framing, sniffing and storing, also one that refuses', async () => {
  for (const target of ['/accounts', '/nothing', '/accounts/%ZZ', `/accounts?q=${'a'.repeat(9_000)}`]) {
    const { headers } = await app.nobody.get(target)
    expect([headers.get('x-content-type-options'), headers.get('x-frame-options')]).toEqual(['nosniff', 'DENY'])
    expect([headers.get('cache-control'), headers.get('content-security-policy')]).toEqual([
      'no-store',
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ])
  }
})

test('what is not HTTP is answered in the same form, and the connection ends', async () => {
  const spoken = await new Promise<string>((resolve, reject) => {
    let text = ''
    const socket = connect(Number(new URL(app.address).port), '127.0.0.1', () => socket.write('GEHT NICHT\r\n\r\n'))
    socket.on('data', (bytes) => (text += bytes.toString()))
    socket.on('end', () => resolve(text))
    socket.on('error', reject)
  })
  expect(spoken).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nContent-Type: application\/problem\+json/)
  expect(JSON.parse(spoken.split('\r\n\r\n')[1]!)).toMatchObject({ status: 400, code: 'bad_request' })
})

test('headers beyond 16 KiB are 431 in the same form', async () => {
  const { status, body, headers } = await app.nobody.get('/me', { headers: { 'x-long': 'a'.repeat(17_000) } })
  expect([status, body.code]).toEqual([431, 'headers_too_large'])
  expect(headers.get('content-type')).toBe('application/problem+json')
})

test('without the database, answers are 503 and say when to try again; the process lives on', async () => {
  const pool = openPool('postgres://nobody@127.0.0.1:1/nothing')
  const http = await createHttp({})
  const db = openDatabase(pool)
  serveHealth(http, db)
  const { login, refresh, logout } = contract.auth
  serve(
    http,
    { db, authenticate: async () => null, isConfirmed: async () => false, served: new Set() },
    { login, refresh, logout },
    {
      login: async ({ db }) => (await sql<never>`select 1`.execute(db)).rows[0]!,
      refresh: () => Promise.reject(new Error('Query read timeout')),
      logout: () => Promise.reject(new Error('a defect with SELECT password in it')),
    },
  )
  const post = (url: string) =>
    http.inject({ method: 'POST', url: `/api/v1/auth/${url}`, payload: { email: 'a@b.example', password: 'x' } })
  const away = await post('login')
  expect([away.statusCode, away.headers['retry-after'], away.json().code]).toEqual([503, '2', 'unavailable'])
  const late = await http.inject({ method: 'POST', url: '/api/v1/auth/refresh', payload: {} })
  expect(late.statusCode).toBe(503)
  const defect = await http.inject({ method: 'POST', url: '/api/v1/auth/logout', payload: {} })
  expect([defect.statusCode, defect.json().code]).toEqual([500, 'internal_error'])
  expect(defect.body).not.toContain('SELECT')
  expect((await http.inject('/livez')).statusCode).toBe(200)
  expect((await http.inject('/readyz')).json()).toMatchObject({ status: 'not_ready', database: 'unreachable' })
  await http.close()
  await pool.end()
})

test('an answer that takes too long is 503, and what it was about to do is not done', async () => {
  const http = await createHttp({})
  const actor = { ...systemActor('command', grants.admin), ip: null, request_id: null }
  const { listTeams, createTeam } = contract.people
  const slowly = async (db: Database) => void (await sql`select pg_sleep(0.4)`.execute(db))
  const door = { db: app.db, authenticate: async () => actor, isConfirmed: async () => true, served: new Set<never>() }
  serve(
    http,
    { ...door, handler_ms: 200 },
    { listTeams, createTeam },
    {
      listTeams: async ({ db }) => (await slowly(db), { data: [], next_cursor: null, has_more: false }),
      createTeam: async ({ db, body }) => {
        await sql`insert into teams (name) values (${body.name})`.execute(db)
        await slowly(db)
        return {} as never
      },
    },
  )
  for (const method of ['GET', 'POST'] as const) {
    const late = await http.inject({
      method,
      url: '/api/v1/teams',
      ...(method === 'POST' && { payload: { name: 'Late' } }),
    })
    expect([late.statusCode, late.json().code, late.headers['retry-after']]).toEqual([503, 'too_slow', '5'])
  }
  await http.close()
  // waits for the transaction that has the name, and would be refused if that one had kept it
  await sql`insert into teams (name) values ('Late')`.execute(app.db)
})

test('livez and readyz answer without a token, and the reference is served by us', async () => {
  expect((await app.nobody.get('/api/../livez')).status).toBe(200)
  const ready = await fetch(`${app.address}/readyz`)
  expect(await ready.json()).toMatchObject({ status: 'ok', database: 'ok' })
  const page = await (await fetch(`${app.address}/api/docs`)).text()
  expect(page).toContain('/api/docs/assets/swagger-ui-bundle.js')
  expect(page).not.toMatch(/https?:\/\//)
  expect((await fetch(`${app.address}/api/docs/assets/swagger-ui-bundle.js`)).status).toBe(200)
})

test('no secret and no personal text reaches the log', async () => {
  const { body } = await app.nobody.post('/auth/login', { email: 'dana@northlight.example', password })
  const dana = app.bearer(body.access_token)
  await dana.get('/accounts?q=very-private-search')
  await dana.post('/accounts', { name: 'Confidential Customer', owner_id: 'wrong' })
  const log = app.lines.join('')
  expect(log).toContain('request completed')
  for (const secret of [
    password,
    body.access_token,
    body.refresh_token,
    'very-private-search',
    'Confidential Customer',
  ])
    expect(log).not.toContain(secret)
})

test('a long answer to a GET is compressed for who can read that, and says the same', async () => {
  const sam = await app.as('sam')
  for (let n = 0; n < 12; n++)
    await sam.post('/accounts', { name: `Compressed ${n}`, address: 'Long Street '.repeat(20) })
  const ask = (target: string, accepts: string) =>
    fetch(`${app.address}/api/v1${target}`, {
      headers: { authorization: `Bearer ${sam.token}`, 'accept-encoding': accepts },
    })
  const [small, plain, short] = [
    await ask('/accounts?q=Compressed', 'br, gzip'),
    await ask('/accounts?q=Compressed', 'identity'),
    await ask('/accounts?q=nothing', 'gzip'),
  ]
  expect([small, plain, short].map(({ headers }) => headers.get('content-encoding'))).toEqual(['gzip', null, null])
  expect([small, plain].map(({ headers }) => headers.get('vary'))).toEqual(['accept-encoding', 'accept-encoding'])
  expect(await small.json()).toEqual(await plain.json())
})
