import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { codeAt, newSecret, stepAt, stepOf } from './second-factor.ts'

const app = await startApp()

// RFC 6238, appendix B (SHA-1, the last six of eight digits); the secret is ASCII "12345678901234567890" in Base32
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('at second %d the code is %s', (second, code) => {
  expect(codeAt(secret, stepAt(second * 1_000))).toBe(code)
})

test('a code counts one step early or late, and no step twice', () => {
  const now_ms = 1_700_000_000_000
  const step = stepAt(now_ms)
  const own = newSecret()
  for (const near of [-1, 0, 1]) expect(stepOf(own, codeAt(own, step + near), now_ms, 0)).toBe(step + near)
  expect(stepOf(own, codeAt(own, step - 2), now_ms, 0)).toBe(null)
  expect(stepOf(own, codeAt(own, step), now_ms, step)).toBe(null)
})

test('a second factor is set up, asked for, accepted once a code, replaced by a recovery code, and removed', async () => {
  const sam = await app.as('sam')
  const { body: started } = await sam.post('/me/second-factor/start')
  expect(started.otpauth_url).toContain('Northlight%20Works%3Asam%40northlight.example')
  const code = (ahead = 0) => codeAt(started.secret, stepAt(Date.now()) + ahead)
  const login = (given?: string) =>
    app.nobody.post('/auth/login', { email: 'sam@northlight.example', password, ...(given && { code: given }) })
  // nothing is asked for before it was confirmed
  expect((await login()).status).toBe(200)
  expect((await sam.post('/me/second-factor/confirm', { code: '000000' })).body.errors[0].code).toBe('invalid_code')
  const { body: codes } = await sam.post('/me/second-factor/confirm', { code: code() })
  expect(codes.recovery_codes).toHaveLength(10)
  expect((await sam.post('/me/second-factor/start')).body.code).toBe('second_factor_exists')

  expect((await login()).body.code).toBe('second_factor_required')
  // the code that confirmed was seen on the screen: it is used up
  expect((await login(code())).body.code).toBe('invalid_code')
  expect((await login(code(1))).status).toBe(200)
  expect((await login(code(1))).status).toBe(401)
  const recovery = codes.recovery_codes[0].toUpperCase()
  expect([(await login(recovery)).status, (await login(recovery)).status]).toEqual([200, 401])
  expect((await sam.get('/me/second-factor')).body).toEqual({ enabled: true, recovery_codes_left: 9 })
  // a wrong password is told before anything about a second factor
  const wrong = await app.nobody.post('/auth/login', {
    email: 'sam@northlight.example',
    password: 'wrong',
    code: code(1),
  })
  expect(wrong.body.code).toBe('invalid_credentials')

  expect((await sam.post('/me/second-factor/remove', { code: codes.recovery_codes[1] })).status).toBe(204)
  expect((await login()).status).toBe(200)
  expect((await sam.post('/me/second-factor/remove', { code: code() })).body.code).toBe('no_second_factor')
})

test('the secret lies encrypted in the database, bound to its person', async () => {
  const [lena, noah] = [await app.as('lena'), await app.as('noah')]
  const { body } = await lena.post('/me/second-factor/start')
  await noah.post('/me/second-factor/start')
  const { rows } = await sql<{ secret: string }>`select secret from second_factors`.execute(app.db)
  expect(JSON.stringify(rows)).not.toContain(body.secret)
  // moved to another person's row it opens nothing
  await sql`
    update second_factors f set secret = (select secret from second_factors where user_id = ${app.cast.users.lena})
    where f.user_id = ${app.cast.users.noah}
  `.execute(app.db)
  const code = codeAt(body.secret, stepAt(Date.now()))
  expect((await noah.post('/me/second-factor/confirm', { code })).status).toBe(500)
})

test('codes cannot be guessed without end', async () => {
  const felix = await app.as('felix')
  await felix.post('/me/second-factor/start')
  for (let n = 0; n < 10; n++)
    expect((await felix.post('/me/second-factor/confirm', { code: '000000' })).status).toBe(422)
  expect((await felix.post('/me/second-factor/confirm', { code: '000000' })).status).toBe(429)
})
