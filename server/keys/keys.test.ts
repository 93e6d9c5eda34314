import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { nowhere, startApp, walk } from '#test/app.ts'

const app = await startApp()
const dana = await app.as('dana')
const aSecond = () => new Promise((resolve) => setTimeout(resolve, 1_050))
const make = async (fields: object = {}) =>
  (await dana.post('/api-keys', { name: 'Key', scopes: ['accounts:read'], ...fields })).body

test('an API key is shown once, listed without itself, may only ingest, and stops within a second of being revoked', async () => {
  const dana = await app.as('dana')
  const made = await dana.post('/api-keys', { name: 'Laptop gateway', scopes: ['time:ingest'] })
  expect(made.status).toBe(201)
  const listed = (await dana.get('/api-keys')).body.data[0]
  expect(listed).toMatchObject({ name: 'Laptop gateway', scopes: ['time:ingest'] })
  expect(listed.key).toBeUndefined()
  const key = app.bearer(made.body.key)
  expect((await key.get('/accounts')).status).toBe(403)
  expect((await key.get('/time-entries')).status).toBe(403)
  expect((await key.post('/time-entries/batch', { entries: [{}] })).status).toBe(200)
  expect((await dana.post(`/api-keys/${made.body.id}/revoke`)).status).toBe(200)
  await new Promise((resolve) => setTimeout(resolve, 1_100))
  expect((await key.post('/time-entries/batch', { entries: [{}] })).status).toBe(401)
})

test.each([
  ['no scope', { name: 'x', scopes: [] }, '/scopes'],
  ['a scope keys cannot have', { name: 'x', scopes: ['users:write'] }, '/scopes/0'],
  [
    'an expiry without a zone',
    { name: 'x', scopes: ['time:ingest'], expires_at: '2027-01-01T00:00:00' },
    '/expires_at',
  ],
  ['its own text', { name: 'x', scopes: ['time:ingest'], key: 'dbk_mine' }, '/key'],
])('a key with %s is not made', async (_, body, pointer) => {
  const answer = await (await app.as('dana')).post('/api-keys', body)
  expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer])
})

test('an expired key, one with another secret, and one nobody made are all unknown', async () => {
  const dana = await app.as('dana')
  const { body } = await dana.post('/api-keys', {
    name: 'Short',
    scopes: ['time:ingest'],
    expires_at: '2030-01-01T00:00:00Z',
  })
  expect(body.expires_at).toBe('2030-01-01T00:00:00.000Z')
  const other = body.key.slice(0, -1) + (body.key.endsWith('0') ? '1' : '0')
  const nobodys = `dbk_${'0'.repeat(12)}_${'0'.repeat(64)}`
  for (const key of [other, nobodys])
    expect((await app.bearer(key).post('/time-entries/batch', { entries: [{}] })).body.code).toBe('invalid_token')
  expect((await app.bearer(body.key).post('/time-entries/batch', { entries: [{}] })).status).toBe(200)
  await sql`update api_keys set expires_at = now() where id = ${body.id}`.execute(app.db)
  await aSecond()
  expect((await app.bearer(body.key).post('/time-entries/batch', { entries: [{}] })).status).toBe(401)
})

test('an API key opens ingest and no other door of the contract', async () => {
  const agent = await app.agent()
  for (const [method, target] of [
    ['GET', '/me'],
    ['GET', '/users'],
    ['GET', '/deals'],
    ['GET', '/tasks'],
    ['GET', '/audit'],
    ['GET', '/api-keys'],
    ['GET', '/imports'],
    ['GET', '/unmapped-time-entries'],
    ['GET', '/reports/pipeline'],
    ['POST', '/accounts'],
    ['POST', '/api-keys'],
    ['POST', '/time-entries/return-to-queue'],
  ])
    expect([target, (await agent.send(method!, target!, method === 'POST' ? {} : undefined)).status]).toEqual([
      target,
      403,
    ])
})

test('revoking is for admins, of keys that exist, and happens once', async () => {
  const dana = await app.as('dana')
  const { body: key } = await dana.post('/api-keys', { name: 'Revoked', scopes: ['time:ingest'] })
  expect((await (await app.as('marta')).post(`/api-keys/${key.id}/revoke`)).status).toBe(403)
  expect((await (await app.as('marta')).get('/api-keys')).status).toBe(403)
  expect((await dana.post(`/api-keys/${nowhere}/revoke`)).status).toBe(404)
  const first = (await dana.post(`/api-keys/${key.id}/revoke`)).body
  const second = (await dana.post(`/api-keys/${key.id}/revoke`)).body
  expect(first).toMatchObject({ version: 2, revoked_at: expect.any(String) })
  expect(second).toEqual(first)
  const keys = await walk(dana, '/api-keys?limit=2')
  expect(new Set(keys.map(({ id }) => id)).size).toBe(keys.length)
  expect(JSON.stringify(keys)).not.toMatch(/key_hash|dbk_/)
})

test('a key reads what its scopes say, of everybody, and nothing else', async () => {
  const key = app.bearer((await make()).key)
  expect((await key.get('/accounts')).body.data).toHaveLength(2)
  expect((await key.get('/deals')).status).toBe(403)
  expect((await key.post('/accounts', { name: 'x' })).status).toBe(403)
  expect((await key.get('/me')).status).toBe(403)
  expect((await key.get('/me/sessions')).status).toBe(403)
})

test('every answer says what is left of the minute, and beyond it there is 429 until the next', async () => {
  const key = app.bearer((await make({ per_minute: 3 })).key)
  const answers = []
  for (let n = 0; n < 5; n++) answers.push(await key.get('/accounts'))
  const spent = answers.filter(({ status }) => status === 429)
  // the minute may turn once on the way
  expect(spent.length).toBeGreaterThanOrEqual(1)
  expect(answers[0]!.headers.get('ratelimit-policy')).toBe('"minute";q=3;w=60')
  expect(answers[0]!.headers.get('ratelimit')).toMatch(/^"minute";r=2;t=\d+$/)
  expect(spent[0]!.body.code).toBe('too_many_requests')
  expect(Number(spent[0]!.headers.get('retry-after'))).toBeLessThanOrEqual(60)
})

test('a quota ends for the day, also across a restart, and the usage page shows both kinds of requests', async () => {
  const made = await make({ per_day: 2 })
  const key = app.bearer(made.key)
  expect([await key.get('/accounts'), await key.get('/accounts')].map(({ status }) => status)).toEqual([200, 200])
  const refused = await key.get('/accounts')
  expect([refused.status, refused.body.code]).toEqual([429, 'quota_used_up'])
  const usage = () => dana.get(`/api-keys/${made.id}/usage`)
  await expect
    .poll(async () => (await usage()).body.data, { timeout: 8_000 })
    .toMatchObject([{ requests: 2, refused: 1 }])
  expect((await walk(dana, '/api-keys?limit=50')).find(({ id }) => id === made.id)).toMatchObject({ requests_today: 2 })
  const restarted = await startApp({ database: app.url })
  expect((await restarted.bearer(made.key).get('/accounts')).body.code).toBe('quota_used_up')
}, 20_000)

test('a key may be used from its addresses alone', async () => {
  const here = app.bearer((await make({ allowed_addresses: ['127.0.0.0/8', '2001:db8::/32'] })).key)
  expect((await here.get('/accounts')).status).toBe(200)
  const elsewhere = app.bearer((await make({ allowed_addresses: ['10.1.2.3'] })).key)
  const answer = await elsewhere.get('/accounts')
  expect([answer.status, answer.body.code]).toEqual([403, 'address_refused'])
})

test.each([['10.0.0.1/8'], ['999.1.1.1'], ['10.0.0.0/99'], ['here']])('%s is no range of addresses', async (range) => {
  const answer = await dana.post('/api-keys', { name: 'x', scopes: ['accounts:read'], allowed_addresses: [range] })
  expect(answer.status).toBe(422)
  expect(answer.body.errors[0].pointer).toMatch(/^\/allowed_addresses/)
})

test('a rotated key works beside its successor until the overlap is over', async () => {
  const older = await make({ per_minute: 50, allowed_addresses: ['127.0.0.1'] })
  const { status, body: newer } = await dana.post(`/api-keys/${older.id}/rotate`, { overlap_hours: 24 })
  expect(status).toBe(201)
  expect(newer).toMatchObject({ replaces_id: older.id, per_minute: 50, allowed_addresses: ['127.0.0.1/32'] })
  for (const { key } of [older, newer]) expect((await app.bearer(key).get('/accounts')).status).toBe(200)
  expect((await dana.post(`/api-keys/${older.id}/rotate`, { overlap_hours: 1 })).body.code).toBe('key_replaced')
  await sql`update api_keys set expires_at = now() where id = ${older.id}`.execute(app.db)
  await aSecond()
  expect((await app.bearer(older.key).get('/accounts')).status).toBe(401)
  expect((await app.bearer(newer.key).get('/accounts')).status).toBe(200)
  expect((await dana.post(`/api-keys/${older.id}/rotate`, { overlap_hours: 0 })).body.code).toBe('key_ended')
  expect((await dana.post(`/api-keys/${nowhere}/rotate`, { overlap_hours: 0 })).status).toBe(404)
})

test('what was counted in the last seconds is written down when Daybook stops', async () => {
  const other = await startApp({ database: app.url })
  const made = await make({ per_day: 5 })
  for (let n = 0; n < 3; n++) await other.bearer(made.key).get('/accounts')
  await other.close()
  expect((await dana.get(`/api-keys/${made.id}/usage`)).body.data).toMatchObject([{ requests: 3 }])
})

test('a person’s key for a machine sends their time and nobody else’s, is theirs to revoke, and ends with them', async () => {
  const noah = await app.as('noah')
  const { status, body: made } = await noah.post('/me/device-keys', { name: 'Noah’s laptop' })
  expect([status, made.scopes, made.person_name]).toEqual([201, ['time:ingest'], 'noah'])
  const laptop = app.bearer(made.key)
  const entry = (n: number, user_id?: string) => ({
    ...(user_id && { user_id }),
    external_id: `device-${n}`,
    start_time: `2026-09-15T0${n}:00:00Z`,
    end_time: `2026-09-15T0${n}:30:00Z`,
  })
  const { results } = (
    await laptop.post('/time-entries/batch', {
      entries: [entry(1), entry(2, app.cast.users.noah), entry(3, app.cast.users.grace), entry(4, 'emp-grace')],
    })
  ).body
  expect(results.map(({ status }: any) => status)).toEqual(['created', 'created', 'rejected', 'rejected'])
  expect(results[2].problem.code).toBe('unknown_user')
  const own = (await noah.get('/time-entries?date_from=2026-09-15&date_to=2026-09-15')).body.data
  expect(own.map(({ source, external_id }: any) => [source, external_id])).toEqual(
    expect.arrayContaining([
      ['agent', 'device-1'],
      ['agent', 'device-2'],
    ]),
  )
  for (const target of ['/time-entries', '/accounts', '/me', '/users'])
    expect((await laptop.get(target)).status).toBe(403)
  expect((await laptop.post('/me/device-keys', { name: 'x' })).status).toBe(403)

  const grace = await app.as('grace')
  expect((await grace.get('/me/device-keys')).body.data).toEqual([])
  expect((await grace.post(`/me/device-keys/${made.id}/revoke`)).status).toBe(404)
  expect((await dana.get('/api-keys')).body.data[0]).toMatchObject({ id: made.id, person_name: 'noah' })
  expect((await noah.get('/me/device-keys')).body.data).toMatchObject([{ id: made.id, name: 'Noah’s laptop' }])
  // what an admin rotates stays the person’s
  const { body: newer } = await dana.post(`/api-keys/${made.id}/rotate`, { overlap_hours: 1 })
  expect([newer.person_id, newer.scopes]).toEqual([app.cast.users.noah, ['time:ingest']])
  expect((await noah.post(`/me/device-keys/${newer.id}/revoke`)).status).toBe(200)
  await sql`update users set disabled_at = now() where name = 'noah'`.execute(app.db)
  await aSecond()
  for (const { key } of [made, newer])
    expect((await app.bearer(key).post('/time-entries/batch', { entries: [{}] })).status).toBe(401)
  await sql`update users set disabled_at = null where name = 'noah'`.execute(app.db)
})
