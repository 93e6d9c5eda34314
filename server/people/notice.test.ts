import { expect, test } from 'vitest'
import { jurisdictionEffect, jurisdictions, noticeOf } from '#domain/notice.ts'
import { sql } from '#server/platform/database.ts'
import { startApp } from '#test/app.ts'

const app = await startApp()
const dana = await app.as('dana')

/** A new employee, signed in for the first time. */
async function newcomer(name: string, role = 'employee') {
  const email = `${name}@northlight.example`
  const { body } = await dana.post('/users', { name, email, role })
  const secret = { token: body.invitation_link.split('#')[1], password: 'seven swans a-swimming' }
  await app.nobody.post('/auth/set-password', secret)
  const login = await app.nobody.post('/auth/login', { email, password: secret.password })
  return { id: body.user.id as string, client: app.bearer(login.body.access_token) }
}

test('an employee is told before anything else, once, and the ledger knows when', async () => {
  const { id, client } = await newcomer('ada')
  expect((await client.get('/me')).body.notice_due).toBe(true)
  const { body: notice } = await client.get('/me/notice')
  expect(notice).toMatchObject({ acknowledged_at: null, jurisdiction: 'other' })
  expect(notice.contacts).toContainEqual({ name: 'dana', email: 'dana@northlight.example' })
  const read = () => client.post('/me/notice/acknowledge', { version: notice.version })
  expect((await read()).body.acknowledged_at).toMatch(/^2/)
  expect((await read()).status).toBe(200)
  expect((await client.get('/me')).body.notice_due).toBe(false)
  const { data } = (await dana.get(`/audit?object_id=${id}&action=user.notice_acknowledged`)).body
  expect(data.map(({ after, actor_id }: any) => [after.version, actor_id])).toEqual([[notice.version, id]])
})

test('other words are read again, and words that changed meanwhile are not acknowledged unseen', async () => {
  const { client } = await newcomer('berta')
  const { body: seen } = await client.get('/me/notice')
  await dana.patch('/workspace', { jurisdiction: 'germany' })
  const answer = await client.post('/me/notice/acknowledge', { version: seen.version })
  expect([answer.status, answer.body.code]).toEqual([409, 'notice_changed'])
  const noah = await app.as('noah')
  expect((await noah.get('/me')).body.notice_due).toBe(true)
  expect(JSON.stringify((await noah.get('/me/notice')).body.sections)).toContain('works council')
  await dana.patch('/workspace', { jurisdiction: 'other' })
  expect((await noah.get('/me')).body.notice_due).toBe(false)
})

test('whoever is linked to an agent’s user is told, whatever their role; others need not be', async () => {
  const { id, client } = await newcomer('cleo', 'sales')
  expect((await client.get('/me')).body.notice_due).toBe(false)
  const { rows } = await sql<{ id: string }>`
    insert into productivity_users (external_id, name) values ('emp-cleo', 'cleo') returning id
  `.execute(app.db)
  await dana.post(`/productivity-users/${rows[0]!.id}/link`, { user_id: id })
  expect((await client.get('/me')).body.notice_due).toBe(true)
})

test('an admin who looks through a role is not asked in somebody’s place', async () => {
  const through = { headers: { 'x-view-as-role': 'employee' } }
  expect((await dana.get('/me', through)).body.notice_due).toBe(false)
})

test('each place has words of its own, and the settings say which', () => {
  const rights = jurisdictions.map((place) => JSON.stringify(noticeOf({ jurisdiction: place, capture: null }).at(-1)))
  expect(new Set(rights).size).toBe(jurisdictions.length)
  for (const place of ['eu', 'germany'] as const) expect(jurisdictionEffect[place]).toContain('GDPR')
  expect(JSON.stringify(noticeOf({ jurisdiction: 'other', capture: null }))).not.toMatch(/GDPR|Act|Regulation/)
})
