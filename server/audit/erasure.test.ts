import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { startApp } from '#test/app.ts'
import { sealLedger } from './seal-ledger.ts'
import { verifyLedger } from './verify-ledger.ts'

const app = await startApp()
const { users } = app.cast
const dana = await app.as('dana')
const reason = 'They left and asked for it'
const erase = (client: typeof dana, target: object, dry_run = false) =>
  client.post('/audit/erasures', { ...target, reason, dry_run })

/** Rows of the ledger that hold this text. A record's name in a list is that of the record as it is today, and not in the ledger. */
async function holding(text: string): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from changes c where c::text like ${`%${text}%`}`.execute(app.db)
  return rows[0]!.n
}

test('what the ledger says about a person is emptied, the chain holds, and the erasure itself is told', async () => {
  const grace = await app.as('grace')
  await grace.patch('/me', { name: 'Grace Brewster Hopper' })
  await dana.post('/time-entries', {
    user_id: users.grace,
    start_time: '2026-09-15T08:00:00Z',
    end_time: '2026-09-15T09:00:00Z',
  })
  await dana.post('/accounts', { name: 'Somebody else' })
  await sealLedger(app.db, app.keys)
  const counted = (await erase(dana, { person_id: users.grace }, true)).body
  expect(counted).toEqual({ dry_run: true, payloads: 2 })
  expect(await holding('Brewster')).toBe(1)

  expect((await erase(dana, { person_id: users.grace })).body).toEqual({ dry_run: false, payloads: 2 })
  await sealLedger(app.db, app.keys)
  expect((await verifyLedger(app.db, app.keys)).fault).toBe(null)
  expect(await holding('Brewster')).toBe(0)
  expect(await holding('Somebody else')).toBe(1)
  const { data } = (await dana.get(`/audit/deeds?object_id=${users.grace}`)).body
  expect(data).toMatchObject([
    { action: 'ledger.erased', after: { reason, payloads: 2 } },
    { action: 'user.changed', before: null, after: null, erased_at: expect.any(String) },
  ])
  // a second time there is nothing left, and the record of the first stays
  expect((await erase(dana, { person_id: users.grace }, true)).body.payloads).toBe(0)
})

test('a record is erased alone, before it is sealed as well', async () => {
  const { body: account } = await dana.post('/accounts', { name: 'Typed by mistake: 4111 1111' })
  expect((await erase(dana, { object_id: account.id })).body.payloads).toBe(1)
  await sealLedger(app.db, app.keys)
  expect((await verifyLedger(app.db, app.keys)).fault).toBe(null)
  expect(await holding('Typed by mistake')).toBe(0)
  expect((await dana.get(`/audit/deeds?object_id=${account.id}`)).body.data[1].erased_at).not.toBe(null)
})

test('it takes the right, one target, and a reason', async () => {
  expect((await erase(await app.as('marta'), { person_id: users.grace })).status).toBe(403)
  expect((await erase(dana, {})).body.errors[0].code).toBe('one_of_two')
  expect((await erase(dana, { person_id: users.grace, object_id: users.grace })).status).toBe(422)
  expect((await dana.post('/audit/erasures', { person_id: users.grace, reason: 'no', dry_run: true })).status).toBe(422)
})
