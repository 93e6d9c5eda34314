import { expect, test } from 'vitest'
import { nowhere, startApp } from '#test/app.ts'

const app = await startApp()
const { users, deals, accounts } = app.cast
const dana = await app.as('dana')
const aSecond = () => new Promise((resolve) => setTimeout(resolve, 1_050))

test('a deactivated person is out within a second, and what they own goes to the other one, line by line in the ledger', async () => {
  const sam = await app.as('sam')
  const { status, body } = await dana.post(`/users/${users.sam}/deactivate`, { reassign_to: users.marta })
  expect(status).toBe(200)
  expect(body.user.status).toBe('disabled')
  expect(body.reassigned).toEqual({ accounts: 1, contacts: 0, deals: 2, tasks: 1 })
  await aSecond()
  expect((await sam.get('/me')).status).toBe(401)
  expect((await dana.get(`/deals/${deals.fleet}`)).body.owner_id).toBe(users.marta)
  expect((await dana.get(`/accounts/${accounts.kestrel}`)).body.owner_id).toBe(users.marta)
  const { data } = (await dana.get(`/audit?object_id=${deals.fleet}`)).body
  expect(data[0]).toMatchObject({
    action: 'deal.changed',
    before: { owner_id: users.sam },
    after: { owner_id: users.marta },
  })
  expect((await dana.post(`/users/${users.sam}/deactivate`, { reassign_to: null })).body.code).toBe('deactivated')
})

test('a person who is let in again signs in with the password they had', async () => {
  const login = () =>
    app.nobody.post('/auth/login', { email: 'sam@northlight.example', password: 'correct horse battery' })
  expect((await login()).status).toBe(401)
  expect((await dana.post(`/users/${users.sam}/reactivate`)).body.status).toBe('active')
  expect((await login()).status).toBe(200)
})

test.each([
  ['nobody who exists', nowhere, 422],
  ['themselves', 'self', 422],
])('what is owned cannot go to %s, and then nothing changes', async (_, heir, status) => {
  const reassign_to = heir === 'self' ? users.lena : heir
  expect((await dana.post(`/users/${users.lena}/deactivate`, { reassign_to })).status).toBe(status)
  expect((await dana.get(`/users/${users.lena}`)).body.status).toBe('active')
})

test('nobody deactivates themselves, somebody unknown, or without the right', async () => {
  expect((await dana.post(`/users/${users.dana}/deactivate`, { reassign_to: null })).body.code).toBe('oneself')
  expect((await dana.post(`/users/${nowhere}/deactivate`, { reassign_to: null })).status).toBe(404)
  expect((await dana.post(`/users/${nowhere}/reactivate`)).status).toBe(404)
  const marta = await app.as('marta')
  expect((await marta.post(`/users/${users.lena}/deactivate`, { reassign_to: null })).status).toBe(403)
})
