import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { startApp } from '#test/app.ts'
import { createAuthenticator } from '#test/authenticator.ts'
import { password } from '#test/cast.ts'
import { codeAt, stepAt } from './second-factor.ts'

const app = await startApp()
const letPass = (minutes: number) =>
  sql`update sessions set confirmed_at = confirmed_at - ${minutes} * interval '1 minute'`.execute(app.db)
const makeKey = (client: Awaited<ReturnType<typeof app.as>>) =>
  client.post('/api-keys', { name: 'gateway', scopes: ['time:ingest'] })

test('a session that signed in a quarter of an hour ago is asked again, and goes on at once when it has proved itself', async () => {
  const dana = await app.as('dana')
  await letPass(14)
  expect((await makeKey(dana)).status).toBe(201)
  await letPass(1)
  const refused = await makeKey(dana)
  expect([refused.status, refused.body.code]).toEqual([403, 'confirmation_required'])
  const wrong = await dana.post('/me/confirm', { password: 'not it' })
  expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, '/password'])
  expect((await makeKey(dana)).status).toBe(403)
  expect((await dana.post('/me/confirm', { password })).status).toBe(204)
  expect((await makeKey(dana)).status).toBe(201)
  const { data } = (await dana.get('/audit?action=session.confirmed')).body
  expect(data[0]).toMatchObject({ actor_name: 'dana', after: { by: 'password' } })
})

test('renewing a token does not prove anything, and another device proves nothing for this one', async () => {
  const { body } = await app.nobody.post('/auth/login', { email: 'dana@northlight.example', password })
  await letPass(15)
  const renewed = await app.nobody.post('/auth/refresh', { refresh_token: body.refresh_token })
  const other = await app.as('dana')
  expect((await makeKey(app.bearer(renewed.body.access_token))).body.code).toBe('confirmation_required')
  expect((await makeKey(other)).status).toBe(201)
})

test('a code of the second factor and a passkey prove it too, each once', async () => {
  const sam = await app.as('sam')
  const { secret } = (await sam.post('/me/second-factor/start')).body
  const code = (ahead: number) => codeAt(secret, stepAt(Date.now()) + ahead)
  await sam.post('/me/second-factor/confirm', { code: code(0) })
  const authenticator = createAuthenticator()
  const { body: options } = await sam.post('/me/passkeys/start')
  await sam.post('/me/passkeys', { name: 'Phone', credential: authenticator.make(options) })

  const ways = (await sam.post('/me/confirm/start')).body
  expect(ways).toMatchObject({
    password: true,
    code: true,
    passkey: { rpId: 'localhost', userVerification: 'required' },
  })
  const proof = { passkey: authenticator.answer(ways.passkey) }
  expect((await sam.post('/me/confirm', proof)).status).toBe(204)
  expect((await sam.post('/me/confirm', proof)).body.errors[0].pointer).toBe('/passkey')
  expect((await sam.post('/me/confirm', { code: code(1) })).status).toBe(204)
  expect((await sam.post('/me/confirm', { code: code(1) })).body.errors[0].pointer).toBe('/code')
})

test('another person’s passkey proves nothing', async () => {
  const [lena, felix] = [await app.as('lena'), await app.as('felix')]
  const [hers, his] = [createAuthenticator(), createAuthenticator()]
  for (const [client, authenticator] of [
    [lena, hers],
    [felix, his],
  ] as const) {
    const { body: options } = await client.post('/me/passkeys/start')
    await client.post('/me/passkeys', { name: 'Key', credential: authenticator.make(options) })
  }
  const { passkey } = (await lena.post('/me/confirm/start')).body
  expect((await lena.post('/me/confirm', { passkey: his.answer(passkey) })).status).toBe(422)
})

test('exactly one proof is wanted', async () => {
  const noah = await app.as('noah')
  for (const body of [{}, { password, code: '000000' }])
    expect((await noah.post('/me/confirm', body)).body.errors[0].code).toBe('one_proof')
})

test('proofs cannot be guessed without end', async () => {
  const grace = await app.as('grace')
  for (let n = 0; n < 10; n++) expect((await grace.post('/me/confirm', { password: 'a guess' })).status).toBe(422)
  expect((await grace.post('/me/confirm', { password })).status).toBe(429)
})
