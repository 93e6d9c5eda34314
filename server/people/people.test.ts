import { expect, test } from 'vitest'
import { startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'

const app = await startApp()
const login = (email: string, secret = password) => app.nobody.post('/auth/login', { email, password: secret })

test('a person signs in and learns who they are and what they may do', async () => {
  const noah = await app.as('noah')
  const { status, body } = await noah.get('/me')
  expect(status).toBe(200)
  expect(body).toMatchObject({
    email: 'noah@northlight.example',
    role: 'employee',
    workspace: { name: 'Northlight Works' },
  })
  expect(body.permissions).toMatchObject({ 'time:read': 'own' })
  expect(body.permissions['accounts:read']).toBeUndefined()
})

test('sign-in gives the pair of tokens, and the refresh token also in a cookie no script can read', async () => {
  const { status, body, headers } = await login('DANA@northlight.example')
  expect(status).toBe(200)
  expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 600 })
  expect(headers.get('set-cookie')).toMatch(/daybook_refresh=.*HttpOnly.*SameSite=Strict/)
})

test('an unknown person and a wrong password get the same answer', async () => {
  const unknown = await login('nobody@northlight.example')
  const wrong = await login('dana@northlight.example', 'not the password')
  expect(unknown.status).toBe(401)
  expect({ ...unknown.body, request_id: '' }).toEqual({ ...wrong.body, request_id: '' })
})

test('a refresh token works once, and one that comes again ends the session for everybody who holds it', async () => {
  const first = (await login('sam@northlight.example')).body
  const second = await app.nobody.post('/auth/refresh', { refresh_token: first.refresh_token })
  expect(second.status).toBe(200)
  const again = await app.nobody.post('/auth/refresh', { refresh_token: first.refresh_token })
  expect(again.status).toBe(401)
  const successor = await app.nobody.post('/auth/refresh', { refresh_token: second.body.refresh_token })
  expect(successor.status).toBe(401)
})

test('of many refreshes with one token at once exactly one succeeds', async () => {
  const { refresh_token } = (await login('lena@northlight.example')).body
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => app.nobody.post('/auth/refresh', { refresh_token })),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
})

test('signing out ends the session within a second', async () => {
  const { access_token, refresh_token } = (await login('felix@northlight.example')).body
  const felix = app.bearer(access_token)
  expect((await felix.get('/me')).status).toBe(200)
  expect((await app.nobody.post('/auth/logout', { refresh_token })).status).toBe(204)
  await new Promise((resolve) => setTimeout(resolve, 1_100))
  expect((await felix.get('/me')).status).toBe(401)
})

test('a page of another site cannot use the cookie', async () => {
  const foreign = await app.nobody.post(
    '/auth/refresh',
    {},
    { headers: { origin: 'https://elsewhere.example', cookie: 'daybook_refresh=dbr_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' } },
  )
  expect(foreign.status).toBe(401)
  expect(foreign.body.code).toBe('foreign_origin')
})

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

test('only an admin makes keys, and people are listed by scope', async () => {
  expect((await (await app.as('sam')).post('/api-keys', { name: 'x', scopes: ['time:ingest'] })).status).toBe(403)
  expect((await (await app.as('noah')).get('/users')).body.data).toHaveLength(1)
  expect((await (await app.as('dana')).get('/users?q=mar')).body.data).toMatchObject([{ name: 'marta' }])
})

test.each([
  ['no token', undefined, 401],
  ['a made-up token', 'Bearer aaaaaaaaaaaaaaaaaaaaaaaa', 401],
  ['another scheme', 'Basic ZGFuYTpwYXNz', 401],
])('%s is answered by 401', async (_, authorization, status) => {
  const answer = await app.nobody.get('/accounts', authorization ? { headers: { authorization } } : {})
  expect(answer.status).toBe(status)
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
})
