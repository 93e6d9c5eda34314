import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { nowhere, startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'

const app = await startApp({ worker: true, mails: true })
const login = (email: string, secret = password, headers = {}) =>
  app.nobody.post('/auth/login', { email, password: secret }, { headers })
const mailTo = (email: string) => app.sent.findLast(({ to }) => to === email)
const tokenIn = (text: string) => /set-password#(\S+)/.exec(text)![1]!

test('a reset is mailed to the person, works once and within an hour, and signs every device out', async () => {
  const before = (await login('sam@northlight.example')).body
  expect((await app.nobody.post('/auth/request-reset', { email: 'SAM@northlight.example' })).status).toBe(204)
  await expect.poll(() => mailTo('sam@northlight.example')).toBeTruthy()
  const token = tokenIn(mailTo('sam@northlight.example')!.text)
  const set = () => app.nobody.post('/auth/set-password', { token, password: 'sam’s new words' })
  expect((await set()).status).toBe(204)
  expect((await set()).body.code).toBe('invalid_link')
  expect((await login('sam@northlight.example')).status).toBe(401)
  expect((await login('sam@northlight.example', 'sam’s new words')).status).toBe(200)
  expect((await app.nobody.post('/auth/refresh', { refresh_token: before.refresh_token })).status).toBe(401)
})

test('a password that is guessed first is refused with the reason, and the link still works', async () => {
  await sql`delete from throttles`.execute(app.db)
  await app.nobody.post('/auth/request-reset', { email: 'noah@northlight.example' })
  await expect.poll(() => mailTo('noah@northlight.example')).toBeTruthy()
  const token = tokenIn(mailTo('noah@northlight.example')!.text)
  const set = (chosen: string) => app.nobody.post('/auth/set-password', { token, password: chosen })
  for (const [chosen, code] of [
    ['Password1', 'common_password'],
    ['noah@northlight.example', 'own_name'],
  ] as const) {
    const { status, body } = await set(chosen)
    expect([status, body.errors]).toEqual([422, [{ pointer: '/password', code, message: body.detail }]])
  }
  expect((await set(password)).status).toBe(204)
})

test('a change to a password that is guessed first is refused at its field', async () => {
  const dana = await app.as('dana')
  const { status, body } = await dana.post('/me/password', { current_password: password, new_password: 'iloveyou1' })
  expect([status, body.errors[0].pointer, body.errors[0].code]).toEqual([422, '/new_password', 'common_password'])
  expect((await login('dana@northlight.example')).status).toBe(200)
})

test('an expired link, and one nobody made, set no password', async () => {
  await app.nobody.post('/auth/request-reset', { email: 'lena@northlight.example' })
  await expect.poll(() => mailTo('lena@northlight.example')).toBeTruthy()
  await sql`update person_links set expires_at = now()`.execute(app.db)
  for (const token of [tokenIn(mailTo('lena@northlight.example')!.text), `dbl_${'a'.repeat(43)}`])
    expect((await app.nobody.post('/auth/set-password', { token, password: 'long enough' })).status).toBe(401)
})

test('whether anybody has an address shows in no answer, and strangers get no mail', async () => {
  const known = await app.nobody.post('/auth/request-reset', { email: 'noah@northlight.example' })
  const unknown = await app.nobody.post('/auth/request-reset', { email: 'stranger@northlight.example' })
  expect([unknown.status, unknown.text]).toEqual([known.status, known.text])
  await expect.poll(() => mailTo('noah@northlight.example')).toBeTruthy()
  expect(mailTo('stranger@northlight.example')).toBeUndefined()
})

test('five resets of one address in a quarter of an hour are enough', async () => {
  const ask = () => app.nobody.post('/auth/request-reset', { email: 'nobody@northlight.example' })
  for (let n = 0; n < 5; n++) expect((await ask()).status).toBe(204)
  const refused = await ask()
  expect([refused.status, Number(refused.headers.get('retry-after')) > 800]).toEqual([429, true])
})

test('an invitation is mailed where a mail server is set, and its link is not in the answer', async () => {
  const dana = await app.as('dana')
  const { body } = await dana.post('/users', { name: 'Ada', email: 'ada@northlight.example', role: 'sales' })
  expect(body.invitation_link).toBeNull()
  await expect.poll(() => mailTo('ada@northlight.example')).toBeTruthy()
  const mail = mailTo('ada@northlight.example')!
  expect(mail.subject).toContain('dana invites you to Northlight Works')
  const done = await app.nobody.post('/auth/set-password', { token: tokenIn(mail.text), password: 'ada’s words' })
  expect(done.status).toBe(204)
})

test('ten wrong guesses close an account to strangers, known or not, and leave it open to its owner’s own address', async () => {
  const guesses = async (email: string) => {
    const answers = []
    for (let n = 0; n < 11; n++) answers.push((await login(email, 'a wrong guess')).status)
    return answers
  }
  const closed = [...Array.from({ length: 10 }, () => 401), 429]
  expect(await guesses('felix@northlight.example')).toEqual(closed)
  expect(await guesses('phantom@northlight.example')).toEqual(closed)
  // even the right password waits now, so that a guess cannot be told from the answer
  expect((await login('felix@northlight.example')).status).toBe(429)
  await sql`
    insert into sessions (user_id, ip, expires_at, ended_at)
    select id, '127.0.0.1', now(), now() from users where name = 'felix'
  `.execute(app.db)
  expect((await login('felix@northlight.example')).status).toBe(200)
})

test('a hundred parallel guesses are ten guesses', async () => {
  await sql`delete from throttles`.execute(app.db)
  const answers = await Promise.all(Array.from({ length: 40 }, () => login('grace@northlight.example', 'a guess')))
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(10)
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(30)
  await sql`delete from throttles`.execute(app.db)
})

test('a right sign-in takes back its own try, and not the guesses at others from the same address', async () => {
  const tries = async () =>
    (
      await sql<{ attempts: number }>`select attempts from throttles where key = 'sign-in from 127.0.0.1'`.execute(
        app.db,
      )
    ).rows[0]!.attempts
  await login('grace@northlight.example', 'a guess')
  await login('somebody@northlight.example', 'a guess')
  const before = await tries()
  expect((await login('dana@northlight.example')).status).toBe(200)
  expect(await tries()).toBe(before)
  await sql`delete from throttles`.execute(app.db)
})

test('many right sign-ins at once are no guesses', async () => {
  const answers = await Promise.all(Array.from({ length: 25 }, () => login('dana@northlight.example')))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
})

test('people see their devices, end one or all others, and the ended ones are out within a second', async () => {
  const phone = (await login('marta@northlight.example', password, { 'user-agent': 'Phone' })).body
  const laptop = (await login('marta@northlight.example', password, { 'user-agent': 'Laptop' })).body
  const marta = app.bearer(laptop.access_token)
  const { data } = (await marta.get('/me/sessions')).body
  expect(data.map(({ user_agent, current }: any) => [user_agent, current])).toEqual([
    ['Laptop', true],
    ['Phone', false],
  ])
  const noah = await app.as('noah')
  expect((await noah.post(`/me/sessions/${data[1].id}/end`)).status).toBe(404)
  expect((await marta.post(`/me/sessions/${data[1].id}/end`)).status).toBe(204)
  expect((await marta.post(`/me/sessions/${nowhere}/end`)).status).toBe(404)
  expect((await app.nobody.post('/auth/refresh', { refresh_token: phone.refresh_token })).status).toBe(401)
  const third = (await login('marta@northlight.example')).body
  expect((await marta.post('/me/sessions/end-others')).status).toBe(204)
  expect((await app.nobody.post('/auth/refresh', { refresh_token: third.refresh_token })).status).toBe(401)
  expect((await marta.get('/me/sessions')).body.data).toHaveLength(1)
})

test('a password is changed by who knows the current one; other devices are signed out, this one stays', async () => {
  const other = (await login('marta@northlight.example')).body
  const marta = await app.as('marta')
  const change = (current_password: string) =>
    marta.post('/me/password', { current_password, new_password: 'marta’s words' })
  expect((await change('not it')).body.errors[0].pointer).toBe('/current_password')
  expect((await change(password)).status).toBe(204)
  expect((await app.nobody.post('/auth/refresh', { refresh_token: other.refresh_token })).status).toBe(401)
  expect((await marta.get('/me')).status).toBe(200)
  expect((await login('marta@northlight.example', 'marta’s words')).status).toBe(200)
})

test('wrong guesses at the current password are counted although the deed is taken back', async () => {
  const noah = await app.as('noah')
  const guess = () => noah.post('/me/password', { current_password: 'guess', new_password: 'long enough' })
  for (let n = 0; n < 10; n++) expect((await guess()).status).toBe(422)
  expect((await guess()).status).toBe(429)
})

test('a profile is changed field by field, and preferences are kept beside each other', async () => {
  const grace = await app.as('grace')
  await grace.patch('/me', { zone: 'Asia/Kolkata', preferences: { density: 'compact' } })
  const { body } = await grace.patch('/me', { preferences: { week_start: 'sunday' } })
  expect(body).toMatchObject({ zone: 'Asia/Kolkata', preferences: { density: 'compact', week_start: 'sunday' } })
  for (const wrong of [
    { zone: 'Mars/Base' },
    { locale: 'a b' },
    { role: 'admin' },
    { preferences: { theme: 'x' } },
    {},
  ])
    expect((await grace.patch('/me', wrong)).status).toBe(422)
})
