import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { nowhere, startApp } from '#test/app.ts'
import { createAuthenticator } from '#test/authenticator.ts'
import { password } from '#test/cast.ts'
import { handleOf } from './passkey-proof.ts'

const app = await startApp()
type Client = Awaited<ReturnType<typeof app.as>>
type Authenticator = ReturnType<typeof createAuthenticator>

/** Gives the id of the passkey. */
async function add(client: Client, authenticator: Authenticator, name = 'Laptop'): Promise<string> {
  const { body: options } = await client.post('/me/passkeys/start')
  const { status, body } = await client.post('/me/passkeys', { name, credential: authenticator.make(options) })
  expect([status, body.name]).toEqual([201, name])
  return body.id
}
const challenge = async () => (await app.nobody.post('/auth/passkey/start')).body
const enter = async (authenticator: Authenticator, change = {}) =>
  app.nobody.post('/auth/passkey', authenticator.answer(await challenge(), change))
const outcome = ({ status, body }: { status: number; body: any }) => [status, { ...body, request_id: '' }]

test('a passkey is added, signs in without an e-mail, shows its last use, is renamed and removed', async () => {
  const sam = await app.as('sam')
  const authenticator = createAuthenticator()
  const id = await add(sam, authenticator)
  expect((await sam.get('/me/passkeys')).body.data).toMatchObject([
    { id, name: 'Laptop', last_used_at: null, synced: false },
  ])

  const entered = await enter(authenticator)
  expect([entered.status, entered.headers.get('set-cookie')]).toEqual([200, expect.stringMatching(/HttpOnly/)])
  expect((await app.bearer(entered.body.access_token).get('/me')).body.email).toBe('sam@northlight.example')

  const renamed = await sam.patch(`/me/passkeys/${id}`, { name: 'Old laptop' }, { headers: { 'if-match': '"1"' } })
  expect(renamed.body).toMatchObject({ name: 'Old laptop', last_used_at: expect.any(String) })
  const stale = await sam.patch(`/me/passkeys/${id}`, { name: 'Mine' }, { headers: { 'if-match': '"1"' } })
  expect(stale.status).toBe(412)
  expect((await sam.post(`/me/passkeys/${id}/remove`)).status).toBe(204)
  expect((await enter(authenticator)).status).toBe(401)
  const { data } = (await (await app.as('dana')).get('/audit?object_type=passkey')).body
  expect(data.map(({ action }: any) => action)).toEqual(['passkey.removed', 'passkey.renamed', 'passkey.added'])
})

test('a passkey counts as both factors', async () => {
  const noah = await app.as('noah')
  const authenticator = createAuthenticator()
  await add(noah, authenticator)
  await sql`insert into second_factors (user_id, secret, confirmed_at) values (${app.cast.users.noah}, 'x', now())`.execute(
    app.db,
  )
  const typed = await app.nobody.post('/auth/login', { email: 'noah@northlight.example', password })
  expect(typed.body.code).toBe('second_factor_required')
  expect((await enter(authenticator)).status).toBe(200)
})

test('whatever is wrong with a passkey is answered as a wrong password is', async () => {
  const lena = await app.as('lena')
  const authenticator = createAuthenticator()
  await add(lena, authenticator)
  const wrong = await app.nobody.post('/auth/login', { email: 'lena@northlight.example', password: 'not the password' })
  const used = authenticator.answer(await challenge())
  expect((await app.nobody.post('/auth/passkey', used)).status).toBe(200)
  const refused = {
    'a credential nobody has': await enter(createAuthenticator()),
    'another origin': await enter(authenticator, { origin: 'https://elsewhere.example' }),
    'another port': await enter(authenticator, { origin: 'http://localhost:8080' }),
    'another site': await enter(authenticator, { site: 'elsewhere.example' }),
    'a person the device did not see': await enter(authenticator, { unverified: true }),
    'a count that goes back': await enter(authenticator, { count: 1 }),
    'another person’s handle': await enter(authenticator, { handle: handleOf(app.cast.users.dana) }),
    'the same answer twice': await app.nobody.post('/auth/passkey', used),
    'a challenge of its own making': await app.nobody.post(
      '/auth/passkey',
      authenticator.answer({ ...(await challenge()), challenge: 'A'.repeat(43) }),
    ),
  }
  for (const [what, answer] of Object.entries(refused))
    expect([what, ...outcome(answer)]).toEqual([what, ...outcome(wrong)])
  const signed = authenticator.answer(await challenge())
  const flipped = `${signed.response.signature.slice(0, -4)}AAAA`
  const forged = { ...signed, response: { ...signed.response, signature: flipped } }
  expect(outcome(await app.nobody.post('/auth/passkey', forged))).toEqual(outcome(wrong))
  // the challenge was used up by the try
  expect((await app.nobody.post('/auth/passkey', signed)).status).toBe(401)
  // and an honest one still passes
  expect((await enter(authenticator)).status).toBe(200)
})

test('a challenge lives five minutes and answers only what it was made for', async () => {
  const grace = await app.as('grace')
  const authenticator = createAuthenticator()
  await add(grace, authenticator)
  const { passkey } = (await grace.post('/me/confirm/start')).body
  expect((await app.nobody.post('/auth/passkey', authenticator.answer(passkey))).status).toBe(401)
  const old = await challenge()
  await sql`update passkey_challenges set expires_at = expires_at - interval '5 minutes'`.execute(app.db)
  expect((await app.nobody.post('/auth/passkey', authenticator.answer(old))).status).toBe(401)
})

test('the passkey of somebody disabled does not sign in', async () => {
  const grace = await app.as('grace')
  const authenticator = createAuthenticator()
  await add(grace, authenticator)
  await sql`update users set disabled_at = now() where name = 'grace'`.execute(app.db)
  expect((await enter(authenticator)).body.code).toBe('invalid_credentials')
  await sql`update users set disabled_at = null where name = 'grace'`.execute(app.db)
  expect((await enter(authenticator)).status).toBe(200)
})

test('a passkey is added only on our own origin, by the person it was asked for, once', async () => {
  const [felix, marta] = [await app.as('felix'), await app.as('marta')]
  const authenticator = createAuthenticator()
  const start = async () => (await felix.post('/me/passkeys/start')).body
  const keep = (client: Client, credential: object) => client.post('/me/passkeys', { name: 'Key', credential })
  for (const change of [
    { origin: 'https://elsewhere.example' },
    { site: 'elsewhere.example' },
    { unverified: true } as const,
  ])
    expect((await keep(felix, authenticator.make(await start(), change))).body.errors[0].pointer).toBe('/credential')
  const options = await start()
  expect((await keep(marta, authenticator.make(options))).status).toBe(422)
  expect((await keep(felix, authenticator.make(options))).status).toBe(201)
  expect((await keep(felix, authenticator.make(options))).status).toBe(422)
  expect((await keep(felix, authenticator.make(await start()))).body.code).toBe('passkey_exists')
  expect((await start()).excludeCredentials).toHaveLength(1)
})

test('the passkeys of others do not exist', async () => {
  const [dana, marta] = [await app.as('dana'), await app.as('marta')]
  const id = await add(dana, createAuthenticator())
  for (const one of [id, nowhere]) {
    expect((await marta.patch(`/me/passkeys/${one}`, { name: 'Mine' })).status).toBe(404)
    expect((await marta.post(`/me/passkeys/${one}/remove`)).status).toBe(404)
  }
  expect((await marta.get('/me/passkeys')).body.data).toEqual([])
})
