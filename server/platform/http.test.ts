import { expect, test } from 'vitest'
import { startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'

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
  ['an id that is none', 'GET', '/accounts/1', undefined, 'application/json', 400, 'invalid_path'],
  [
    'a made-up id',
    'GET',
    '/accounts/019e0000-0000-7000-8000-000000000000',
    undefined,
    'application/json',
    404,
    'not_found',
  ],
  ['an address that is none', 'GET', '/nothing', undefined, 'application/json', 404, 'not_found'],
])('%s is a problem document', async (_, method, path, body, type, status, code) => {
  const answer = await (await app.as('dana')).send(method, path, body, { type })
  expect(answer.status).toBe(status)
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  expect(answer.body).toMatchObject({ status, code, request_id: answer.headers.get('x-request-id') })
})

test('a method that is not possible says which are', async () => {
  const { status, headers } = await (await app.as('dana')).send('DELETE', '/accounts')
  expect(status).toBe(405)
  expect(headers.get('allow')).toBe('GET, POST')
})

test('accounts are created, found, changed and kept by version like every record', async () => {
  const sam = await app.as('sam')
  const { body } = await sam.post('/accounts', { name: 'Orchard 100% Robotics_', tags: ['new'], metadata: { tier: 1 } })
  expect((await sam.get('/accounts?q=100%25%20rob')).body.data).toMatchObject([
    { id: body.id, owner_name: 'sam', metadata: { tier: 1 } },
  ])
  expect((await sam.get('/accounts?q=zzz_')).body.data).toEqual([])
  expect((await sam.get('/accounts?tag=new')).body.data).toHaveLength(1)
  expect((await sam.patch(`/accounts/${body.id}`, { website: 'ftp://x' })).body.errors[0].pointer).toBe('/website')
  expect((await sam.patch(`/accounts/${body.id}`, { website: 'https://orchard.example' })).body).toMatchObject({
    version: 2,
  })
  expect((await sam.get(`/accounts/${body.id}`)).headers.get('etag')).toBe('"2"')
})

test('tasks follow their deal’s account and sort by urgency', async () => {
  const dana = await app.as('dana')
  const { deals, accounts } = app.cast
  const made = await dana.post('/tasks', { title: 'Urgent call', deal_id: deals.fleet, priority: 'urgent' })
  expect(made.body).toMatchObject({ account_id: accounts.kestrel, assignee_name: 'dana', status: 'open' })
  expect(
    (await dana.post('/tasks', { title: 'x', deal_id: deals.fleet, account_id: accounts.quill })).body.errors[0]
      .pointer,
  ).toBe('/account_id')
  expect((await dana.get('/tasks?sort=-priority')).body.data[0].title).toBe('Urgent call')
  expect((await dana.patch(`/tasks/${made.body.id}`, { status: 'done' })).body.status).toBe('done')
  expect((await dana.get(`/tasks/${made.body.id}`)).body.status).toBe('done')
  expect((await (await app.as('noah')).get('/tasks')).body.data.map(({ title }: { title: string }) => title)).toEqual([
    'Review wireframes',
  ])
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
