import type { QueryResult, RootOperationNode, UnknownRow } from 'kysely'
import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { startApp } from '#test/app.ts'
import { createSealer } from '#server/platform/sealed.ts'
import { password } from '#test/cast.ts'
import { signIn } from './sign-in.ts'

const app = await startApp()
const sealer = createSealer(`k1:${Buffer.alloc(32, 1).toString('base64')}`)
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

test('an unknown person costs as many statements as a wrong password', async () => {
  const statements = async (email: string) => {
    let count = 0
    const counting = {
      transformQuery: ({ node }: { node: RootOperationNode }) => (count++, node),
      transformResult: async ({ result }: { result: QueryResult<UnknownRow> }) => result,
    }
    const device = { user_agent: null, ip: '192.0.2.7', request_id: null, source: 'api' as const }
    const entering = signIn(app.db.withPlugin(counting), app.keys, sealer, { email, password: 'a guess' }, device)
    await expect(entering).rejects.toThrow('E-mail or password is wrong.')
    return count
  }
  const known = await statements('felix@northlight.example')
  expect([await statements('phantom@northlight.example'), known > 1]).toEqual([known, true])
})

const refresh = (refresh_token: string) => app.nobody.post('/auth/refresh', { refresh_token })
/** As if a refresh had happened this long ago. */
const letPass = (seconds: number) =>
  sql`update refresh_tokens set used_at = used_at - ${seconds} * interval '1 second' where used_at is not null`.execute(
    app.db,
  )

test('a refresh token that comes again after its successor was used ends the session for everybody who holds it', async () => {
  const first = (await login('sam@northlight.example')).body
  const second = (await refresh(first.refresh_token)).body
  const third = (await refresh(second.refresh_token)).body
  expect((await refresh(first.refresh_token)).status).toBe(401)
  expect((await refresh(third.refresh_token)).status).toBe(401)
})

test('a lost answer is repeated with the same successor for 10 seconds; later it is reuse and ends the session', async () => {
  const { refresh_token } = (await login('sam@northlight.example')).body
  const first = (await refresh(refresh_token)).body
  expect((await refresh(refresh_token)).body.refresh_token).toBe(first.refresh_token)
  await letPass(11)
  expect((await refresh(refresh_token)).status).toBe(401)
  expect((await refresh(first.refresh_token)).status).toBe(401)
})

test('a hundred refreshes with one token at once make exactly one new member of the family', async () => {
  const { refresh_token } = (await login('lena@northlight.example')).body
  const answers = await Promise.all(Array.from({ length: 100 }, () => refresh(refresh_token)))
  const successors = new Set(
    answers.map(({ status, body }) => (status === 200 ? body.refresh_token : `${status} ${body.code}`)),
  )
  expect(successors.size).toBe(1)
  const { rows } = await sql<{ members: number }>`
    select count(*) as members from refresh_tokens where session_id = (select id from sessions order by created_at desc limit 1)
  `.execute(app.db)
  expect(rows[0]!.members).toBe(2)
  const newest = (await refresh([...successors][0]!)).body.refresh_token
  expect((await refresh(refresh_token)).status).toBe(401)
  expect((await refresh(newest)).status).toBe(401)
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

test.each([
  ['no token', undefined, 401],
  ['a made-up token', 'Bearer aaaaaaaaaaaaaaaaaaaaaaaa', 401],
  ['another scheme', 'Basic ZGFuYTpwYXNz', 401],
])('%s is answered by 401', async (_, authorization, status) => {
  const answer = await app.nobody.get('/accounts', authorization ? { headers: { authorization } } : {})
  expect(answer.status).toBe(status)
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
})

const aSecond = () => new Promise((resolve) => setTimeout(resolve, 1_050))

test.each([
  ['no e-mail', { password: 'x' }, '/email'],
  ['no password', { email: 'dana@northlight.example' }, '/password'],
  ['a field too many', { email: 'a', password: 'b', role: 'admin' }, '/role'],
  ['a list for a password', { email: 'a', password: ['b'] }, '/password'],
])('signing in with %s is refused before anybody is looked up', async (_, body, pointer) => {
  const answer = await app.nobody.post('/auth/login', body)
  expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer])
})

test('somebody without a password, or disabled, is told what a stranger is told', async () => {
  await sql`insert into users (name, email, role) values ('invited', 'invited@northlight.example', 'employee')`.execute(
    app.db,
  )
  await sql`
    insert into users (name, email, role, password_hash, disabled_at)
    select 'gone', 'gone@northlight.example', 'admin', password_hash, now() from users where name = 'dana'
  `.execute(app.db)
  const { body: stranger } = await login('nobody@northlight.example')
  for (const who of ['invited', 'gone']) {
    const { status, body } = await login(`${who}@northlight.example`)
    expect([status, { ...body, request_id: '' }]).toEqual([401, { ...stranger, request_id: '' }])
  }
})

test('a browser refreshes and signs out by its cookie alone', async () => {
  const { headers, body } = await login('grace@northlight.example')
  const cookieOf = (answer: { headers: Headers }) => answer.headers.get('set-cookie')!.split(';')[0]!
  const origin = app.address
  const refreshed = await app.nobody.post('/auth/refresh', {}, { headers: { cookie: cookieOf({ headers }), origin } })
  expect(refreshed.status).toBe(200)
  expect(refreshed.body.refresh_token).not.toBe(body.refresh_token)
  const cookie = cookieOf(refreshed)
  const out = await app.nobody.post('/auth/logout', {}, { headers: { cookie, origin } })
  expect(out.status).toBe(204)
  expect(out.headers.get('set-cookie')).toMatch(/daybook_refresh=;.*(Max-Age=0|Expires=Thu, 01 Jan 1970)/)
  expect((await app.nobody.post('/auth/refresh', {}, { headers: { cookie } })).status).toBe(401)
})

test('over https the cookie is one that no neighbouring host can plant', async () => {
  const secure = await startApp({ origin: 'https://crm.northlight.example' })
  const { headers } = await secure.nobody.post('/auth/login', { email: 'grace@northlight.example', password })
  expect(headers.get('set-cookie')).toMatch(
    /^__Host-daybook_refresh=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  )
  const cookie = headers.get('set-cookie')!.split(';')[0]!
  const planted = cookie.replace('__Host-', '')
  expect((await secure.nobody.post('/auth/refresh', {}, { headers: { cookie: planted } })).status).toBe(401)
  expect((await secure.nobody.post('/auth/refresh', {}, { headers: { cookie } })).status).toBe(200)
})

test('nothing that is not a living refresh token refreshes', async () => {
  const { body } = await login('grace@northlight.example')
  for (const refresh_token of [
    'dbr_' + 'a'.repeat(43),
    body.access_token.slice(0, 200),
    body.refresh_token.slice(0, -1),
  ])
    expect((await app.nobody.post('/auth/refresh', { refresh_token })).body.code).toBe('invalid_refresh_token')
  expect((await app.nobody.post('/auth/refresh', {})).status).toBe(401)
  expect((await app.bearer(body.refresh_token).get('/me')).status).toBe(401)
  await sql`update refresh_tokens set expires_at = now() where used_at is null`.execute(app.db)
  expect((await app.nobody.post('/auth/refresh', { refresh_token: body.refresh_token })).status).toBe(401)
})

test('a token that was reused leaves an alarm in the ledger', async () => {
  const { body } = await login('grace@northlight.example')
  await refresh(body.refresh_token)
  await letPass(11)
  await refresh(body.refresh_token)
  const { data } = (await (await app.as('dana')).get('/audit?action=session.ended&limit=1')).body
  expect(data[0]).toMatchObject({ after: { reason: 'refresh_token_reused' }, actor_name: 'grace' })
})

test('a person who is disabled, or has another role now, is so within a second', async () => {
  const grace = await app.as('grace')
  expect((await grace.get('/accounts')).status).toBe(403)
  await sql`update users set role = 'support' where name = 'grace'`.execute(app.db)
  await aSecond()
  expect((await grace.get('/accounts')).status).toBe(200)
  await sql`update users set disabled_at = now() where name = 'grace'`.execute(app.db)
  await aSecond()
  expect((await grace.get('/me')).status).toBe(401)
  await sql`update users set disabled_at = null, role = 'employee' where name = 'grace'`.execute(app.db)
})
