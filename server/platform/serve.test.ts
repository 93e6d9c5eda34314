import { expect, test } from 'vitest'
import { people } from '#api/people.ts'
import { Type, strict } from '#domain/shapes.ts'
import { nowhere, startApp } from '#test/app.ts'
import type { Database } from './database.ts'
import { sql } from './database.ts'
import { createHttp } from './http.ts'
import { serve, type Door } from './serve.ts'

const app = await startApp()
const { accounts, users } = app.cast
const dana = await app.as('dana')
const keyed = (key: string) => ({ headers: { 'idempotency-key': key } })
const named = async (name: string) =>
  (await dana.get(`/accounts?q=${encodeURIComponent(name)}`)).body.data.length as number

test('a repeat with the same Idempotency-Key does nothing and gives the stored answer', async () => {
  const first = await dana.post('/accounts', { name: 'Once Ltd' }, keyed('a-1'))
  const again = await dana.post('/accounts', { name: 'Once Ltd' }, keyed('"a-1"'))
  expect([first.status, again.status]).toEqual([201, 201])
  expect(first.headers.get('idempotent-replayed')).toBeNull()
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  expect(again.headers.get('etag')).toBe('"1"')
  expect(again.body).toEqual(first.body)
  expect(await named('Once Ltd')).toBe(1)
  expect((await dana.get(`/audit?object_id=${first.body.id}`)).body.data).toHaveLength(1)
})

test('the same key with another body is refused', async () => {
  await dana.post('/accounts', { name: 'First body' }, keyed('a-2'))
  const other = await dana.post('/accounts', { name: 'Second body' }, keyed('a-2'))
  expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused'])
  expect(await named('Second body')).toBe(0)
})

test('of twenty twins at once one creates, and all get its answer', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => dana.post('/accounts', { name: 'Twins Ltd' }, keyed('a-3'))),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 201))
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
  expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === null)).toHaveLength(1)
  expect(await named('Twins Ltd')).toBe(1)
})

test('what was refused is not stored: the same key may succeed afterwards', async () => {
  const refused = await dana.post('/accounts', { name: 'Later Ltd', owner_id: nowhere }, keyed('a-4'))
  expect(refused.status).toBe(422)
  expect((await dana.post('/accounts', { name: 'Later Ltd', owner_id: users.sam }, keyed('a-4'))).status).toBe(201)
})

test('a key belongs to whoever used it and to the route it was used on', async () => {
  const sam = await app.as('sam')
  const [mine, theirs] = [
    await dana.post('/accounts', { name: 'Mine' }, keyed('a-5')),
    await sam.post('/accounts', { name: 'Theirs' }, keyed('a-5')),
  ]
  expect([mine.status, theirs.status]).toEqual([201, 201])
  expect((await dana.post('/tasks', { title: 'Mine' }, keyed('a-5'))).status).toBe(201)
})

test.each(['', 'é', 'a'.repeat(256)])('a key that is not 1 to 255 printable characters is refused: %j', async (key) => {
  const answer = await dana.post('/accounts', { name: 'x' }, keyed(key))
  expect([answer.status, answer.body.code]).toEqual([400, 'invalid_idempotency_key'])
})

test('an API key is shown once: not by a repeat, and not by the table of answers', async () => {
  const input = { name: 'Shown once', scopes: ['time:ingest'] }
  const first = await dana.post('/api-keys', input, keyed('a-6'))
  const again = await dana.post('/api-keys', input, keyed('a-6'))
  expect([first.status, again.status, again.body.code]).toEqual([201, 409, 'shown_once'])
  expect((await dana.get('/api-keys')).body.data.filter((key: any) => key.name === 'Shown once')).toHaveLength(1)
  const { rows } = await sql<{ text: string }>`select idempotency_keys::text as text from idempotency_keys`.execute(
    app.db,
  )
  expect(rows.length).toBeGreaterThan(0)
  expect(JSON.stringify(rows)).not.toContain(first.body.key)
})

test.each(['3', 'W/"1"', '"one"', '"1", "2"'])('If-Match %s is not an ETag of ours', async (etag) => {
  const answer = await dana.patch(`/accounts/${accounts.quill}`, { name: 'x' }, { headers: { 'if-match': etag } })
  expect([answer.status, answer.body.code]).toEqual([400, 'invalid_if_match'])
})

test('If-Match * means whatever version there is', async () => {
  const answer = await dana.patch(`/accounts/${accounts.quill}`, { phone: '1' }, { headers: { 'if-match': '*' } })
  expect(answer.status).toBe(200)
})

test('of two edits based on one version one wins and the other learns of it', async () => {
  const { body } = await dana.post('/accounts', { name: 'Raced Ltd' })
  const answers = await Promise.all(
    ['a', 'b', 'c', 'd'].map((phone) =>
      dana.patch(`/accounts/${body.id}`, { phone }, { headers: { 'if-match': '"1"' } }),
    ),
  )
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412, 412])
})

test('an operation without a query takes none', async () => {
  expect((await dana.get('/me?x=1')).body.code).toBe('invalid_query')
  expect((await dana.post('/accounts?dry=1', { name: 'x' })).status).toBe(400)
})

test('an answer holds what its shape names and nothing else', async () => {
  const http = await createHttp({})
  const door: Door = { db: app.db, authenticate: async () => null, isConfirmed: async () => false, served: new Set() }
  const answers = { 200: strict({ id: Type.String() }) }
  const thing = { method: 'GET', path: '/things', permission: 'public', summary: 'Things', answers } as const
  serve(http, door, { thing }, { thing: async () => ({ id: 'a', password_hash: 'secret' }) })
  expect((await http.inject('/api/v1/things')).json()).toEqual({ id: 'a' })
  await http.close()
})

test('a route that names no known permission does not start', async () => {
  const http = await createHttp({})
  const door: Door = {
    db: null as unknown as Database,
    authenticate: async () => null,
    isConfirmed: async () => false,
    served: new Set(),
  }
  for (const permission of ['accounts:burn', []])
    expect(() =>
      serve(http, door, { listUsers: { ...people.listUsers, permission: permission as never } }, {} as never),
    ).toThrow('names no known permission')
  await http.close()
})
