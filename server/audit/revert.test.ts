import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { based, nowhere, startApp } from '#test/app.ts'

const app = await startApp()
const { accounts, deals, tasks, users } = app.cast
const dana = await app.as('dana')
const marta = await app.as('marta')
const sam = await app.as('sam')
type Client = typeof dana

const lastDeed = async (filter: string) => (await dana.get(`/audit/deeds?${filter}&limit=1`)).body.data[0]
const revert = (client: Client, deed: { deed_id: string }, dry_run = false) =>
  client.post(`/audit/deeds/${deed.deed_id}/revert`, { dry_run })
const entries = async (count: number, day: number) => {
  const { body } = await dana.post('/time-entries/batch', {
    entries: Array.from({ length: count }, (_, n) => ({
      user_id: users.noah,
      start_time: `2026-09-${day}T0${n}:00:00Z`,
      end_time: `2026-09-${day}T0${n}:30:00Z`,
    })),
  })
  return body.results.map(({ id }: { id: string }) => id)
}

test('a batch of placed time is tried out, then put back as one deed that names what it reverted', async () => {
  const ids = await entries(4, 15)
  await marta.post('/unmapped-time-entries/assign', { ids, deal_id: deals.author })
  await marta.patch(`/time-entries/${ids[3]}`, { deal_id: deals.fleet })
  const deed = await lastDeed('action=time_entry.assigned')
  expect(deed).toMatchObject({ changes: 4, revertible: true, reverted_at: null })

  const statusOf = async (id: string) => (await marta.get(`/time-entries/${id}`)).body.status
  const dry = (await revert(marta, deed, true)).body
  expect(dry).toMatchObject({ dry_run: true, deed_id: null, reverted: 3 })
  expect(dry.results.find(({ object_id }: any) => object_id === ids[3])).toMatchObject({
    status: 'skipped',
    reason: 'It was changed since.',
  })
  expect(await statusOf(ids[0])).toBe('synced')
  expect((await lastDeed('action=time_entry.assigned')).reverted_at).toBe(null)

  const done = (await revert(marta, deed)).body
  expect(done.results).toEqual(dry.results)
  expect(await Promise.all(ids.map(statusOf))).toEqual(['unmapped', 'unmapped', 'unmapped', 'synced'])
  expect(await lastDeed('action=time_entry.assigned')).toMatchObject({
    reverted_at: expect.any(String),
    revertible: false,
  })
  const reverting = await lastDeed('action=deed.reverted')
  expect(reverting).toMatchObject({ deed_id: done.deed_id, object_id: deed.deed_id, changes: 4, actor_name: 'marta' })

  // a revert is taken back like anything else
  expect((await revert(marta, reverting)).body.reverted).toBe(3)
  expect(await statusOf(ids[0])).toBe('synced')
})

test.each<[string, Client, () => Promise<[type: string, id: string]>, object]>([
  [
    'a field of an account',
    sam,
    async () => {
      await sam.patch(`/accounts/${accounts.kestrel}`, { industry: 'Freight', tags: ['x'] })
      return ['accounts', accounts.kestrel]
    },
    { industry: null, tags: [] },
  ],
  [
    'the worth of a deal',
    marta,
    async () => {
      await marta.patch(`/deals/${deals.author}`, { value: { amount: '5.00', currency: 'EUR' }, name: 'Renamed' })
      return ['deals', deals.author]
    },
    { value: { amount: '1000.00', currency: 'EUR' }, name: 'Author platform' },
  ],
  [
    'a closed deal',
    marta,
    async () => {
      await marta.post(`/deals/${deals.author}/close`, { stage: 'won', reason: 'Best offer' })
      return ['deals', deals.author]
    },
    { stage: 'negotiation', closed_at: null, closed_reason: null },
  ],
  [
    'a reopened deal',
    sam,
    async () => {
      await sam.patch(`/deals/${deals.lost}`, { stage: 'negotiation' })
      return ['deals', deals.lost]
    },
    { stage: 'lost' },
  ],
  [
    'a task',
    marta,
    async () => {
      await marta.patch(`/tasks/${tasks.review}`, { status: 'done', assigned_to: users.lena })
      return ['tasks', tasks.review]
    },
    { status: 'open', assigned_to: users.noah },
  ],
  [
    'a deleted account',
    marta,
    async () => {
      const { body } = await marta.post('/accounts', { name: 'Short Lived Ltd' })
      await marta.send('DELETE', `/accounts/${body.id}`, undefined, { headers: { 'if-match': '"1"' } })
      return ['accounts', body.id]
    },
    { name: 'Short Lived Ltd', deleted_at: null },
  ],
  [
    'a deleted deal',
    marta,
    async () => {
      const { body } = await marta.post('/deals', { name: 'Short lived', account_id: accounts.quill })
      await marta.delete(`/deals/${body.id}`, based(1))
      return ['deals', body.id]
    },
    { name: 'Short lived', deleted_at: null },
  ],
  [
    'a created task',
    marta,
    async () => ['tasks', (await marta.post('/tasks', { title: 'Made by mistake' })).body.id],
    { deleted_at: expect.any(String) },
  ],
  [
    'a created account',
    marta,
    async () => ['accounts', (await marta.post('/accounts', { name: 'Made by mistake' })).body.id],
    { deleted_at: expect.any(String) },
  ],
])('%s is put back through its own verb', async (_, client, change, before) => {
  const [type, id] = await change()
  const { body } = await revert(client, await lastDeed(`object_id=${id}`))
  expect(body).toMatchObject({ reverted: 1, results: [{ status: 'reverted', reason: null }] })
  expect((await client.get(`/${type}/${id}`)).body).toMatchObject(before)
})

test('rights are those of the one who reverts, and what cannot be reverted says so', async () => {
  await marta.patch(`/deals/${deals.rights}`, { description: 'by marta' })
  const deed = await lastDeed(`object_id=${deals.rights}`)
  expect((await revert(sam, deed)).status).toBe(404)
  // an auditor sees the deed, but may not change the deal
  await dana.post('/roles', { name: 'auditor', grants: { 'audit:read': 'all', 'deals:read': 'all' } })
  await dana.patch(`/users/${users.lena}`, { role: 'auditor' })
  const lena = await app.as('lena')
  expect((await revert(lena, deed)).body).toMatchObject({
    reverted: 0,
    deed_id: null,
    results: [{ status: 'skipped', reason: 'It is not there any more, or you may not change it.' }],
  })
  expect((await revert(dana, { deed_id: nowhere })).status).toBe(404)
  expect((await revert(dana, await lastDeed('action=role.created'))).body.code).toBe('not_revertible')
  expect((await dana.post(`/audit/deeds/${deed.deed_id}/revert`, {})).status).toBe(422)
})

test('after a day it is too late', async () => {
  const { rows } = await sql<{ deed_id: string }>`
    insert into changes (deed_id, action, object_type, object_id, before, after, actor_kind, source, occurred_at)
    values (uuidv7(), 'task.changed', 'task', ${tasks.call}, '{"title": "x"}', '{"title": "Call about terms"}', 'system', 'job', now() - interval '25 hours')
    returning deed_id
  `.execute(app.db)
  expect((await revert(dana, rows[0]!)).body).toMatchObject({ status: 409, code: 'too_late' })
})

test('a bulk change is put back as one, free fields included, whatever rules came since', async () => {
  const make = async (metadata: object) =>
    (await dana.post('/contacts', { last_name: 'Bulk', metadata })).body.id as string
  const ids = [await make({ legacy: 'x' }), await make({})]
  const order = { ids, change: { job_title: 'Buyer', metadata: { legacy: null, added: 1 } } }
  const { deed_id } = (await dana.post('/contacts/bulk', order)).body
  await dana.post('/custom-fields', { object: 'contact', key: 'other', type: 'text', label: 'Other' })
  expect((await revert(dana, { deed_id })).body.reverted).toBe(2)
  const [first, second] = await Promise.all(ids.map(async (id) => (await dana.get(`/contacts/${id}`)).body))
  expect(first).toMatchObject({ job_title: null, metadata: { legacy: 'x' } })
  expect(second.metadata).toEqual({})
})

test('bulk changes and deletions of deals and tasks are put back as one', async () => {
  const make = async (path: string, body: object) => (await dana.post(path, body)).body.id as string
  const ids = [await make('/tasks', { title: 'A' }), await make('/tasks', { title: 'B', priority: 'low' })]
  const changed = await dana.post('/tasks/bulk', { ids, change: { priority: 'urgent', assigned_to: users.lena } })
  expect((await revert(dana, changed.body)).body.reverted).toBe(2)
  expect((await dana.get(`/tasks/${ids[1]}`)).body).toMatchObject({ priority: 'low', assigned_to: users.dana })
  const deal = { name: 'In bulk', account_id: accounts.quill }
  const many = [await make('/deals', deal), await make('/deals', deal)]
  const deleted = await dana.post('/deals/bulk', { ids: many, delete: true })
  expect((await revert(dana, deleted.body)).body.reverted).toBe(2)
  expect((await dana.get(`/deals/${many[0]}`)).body.deleted_at).toBeNull()
})

test('a corrected entry gets back its span, its duration and its place; what the ledger does not keep stays', async () => {
  const [id] = await entries(1, 16)
  await marta.post('/unmapped-time-entries/assign', { ids: [id], deal_id: deals.author, billable: true })
  const path = `/time-entries/${id}`
  const { body: before } = await marta.get(path)
  await marta.patch(path, { start_time: '2026-09-16T00:10:00Z', deal_id: deals.fleet, billable: false, tags: ['x'] })
  const changed = `object_id=${id}&action=time_entry.changed`
  expect((await revert(marta, await lastDeed(changed))).body).toMatchObject({ reverted: 1 })
  const { start_time, duration_seconds, deal_id, account_id, billable, status } = before
  const back = { start_time, duration_seconds, deal_id, account_id, billable, status }
  expect((await marta.get(path)).body).toMatchObject({ ...back, tags: ['x'], mapping: { rule: 'person' } })

  await marta.patch(path, { tags: ['y'] })
  expect((await revert(marta, await lastDeed(changed))).body.results[0].reason).toMatch('the ledger keeps neither')
})

test('an entry that was believed after its times were corrected is doubted again', async () => {
  const hour_ms = 3_600_000
  const at = (ms: number) => new Date(Date.now() + ms).toISOString()
  const ahead = { user_id: users.noah, start_time: at(-hour_ms), end_time: at(hour_ms) }
  const { body } = await dana.post('/time-entries/batch', { entries: [ahead] })
  const { id } = body.results[0]
  const { body: doubted } = await dana.get(`/time-entries/${id}`)
  expect(doubted.status).toBe('quarantined')
  await dana.patch(`/time-entries/${id}`, { end_time: at(-hour_ms / 2) })
  await revert(dana, await lastDeed(`object_id=${id}&action=time_entry.changed`))
  const { status, end_time, quarantine_reason } = doubted
  expect((await dana.get(`/time-entries/${id}`)).body).toMatchObject({ status, end_time, quarantine_reason })
})

test('accounts and contacts that were deleted, restored or moved together are put back together', async () => {
  const make = async (list: string, fields: object) => (await dana.post(list, fields)).body.id as string
  const [from, to] = [await make('/accounts', { name: 'From Ltd' }), await make('/accounts', { name: 'To Ltd' })]
  const ids = [
    await make('/contacts', { last_name: 'One', account_id: from }),
    await make('/contacts', { last_name: 'Two' }),
  ]
  await dana.patch(`/accounts/${from}`, { primary_contact_id: ids[0] })
  const bulk = async (list: string, order: object) => (await dana.post(`${list}/bulk`, order)).body.deed_id as string
  const all = async () => (await Promise.all(ids.map((id) => dana.get(`/contacts/${id}`)))).map(({ body }) => body)

  const moving = await bulk('/contacts', { ids, change: { account_id: to } })
  expect((await dana.get(`/accounts/${from}`)).body.primary_contact_id).toBe(null)
  expect((await revert(dana, { deed_id: moving })).body.reverted).toBe(3)
  expect((await all()).map(({ account_id }) => account_id)).toEqual([from, null])
  expect((await dana.get(`/accounts/${from}`)).body.primary_contact_id).toBe(ids[0])

  const deleting = await bulk('/contacts', { ids, delete: true })
  expect((await revert(dana, { deed_id: deleting })).body.reverted).toBe(2)
  expect((await all()).map(({ deleted_at }) => deleted_at)).toEqual([null, null])
  await bulk('/accounts', { ids: [from, to], delete: true })
  const restoring = await bulk('/accounts', { ids: [from, to], restore: true })
  expect((await revert(dana, { deed_id: restoring })).body.reverted).toBe(2)
  expect((await dana.get(`/accounts/${to}`)).body.deleted_at).not.toBe(null)
})

test('a merge is taken apart from the ledger as a whole, tried out first, and once', async () => {
  const make = async (list: string, fields: object) => (await dana.post(list, fields)).body
  const [mine, theirs] = [
    await make('/accounts', { name: 'Ledger One' }),
    await make('/accounts', { name: 'Ledger Two', phone: '1' }),
  ]
  const moved = await make('/contacts', { last_name: 'Moved', account_id: theirs.id })
  const order = { other_id: theirs.id, other_version: theirs.version }
  await dana.post(`/accounts/${mine.id}/merge`, order, based(mine.version))
  await dana.patch(`/accounts/${mine.id}`, { phone: '2' })
  const deed = await lastDeed(`object_id=${mine.id}&action=account.merged`)
  expect(deed.revertible).toBe(true)
  const whose = async () => (await dana.get(`/contacts/${moved.id}`)).body.account_id

  const stays = { object_id: mine.id, status: 'skipped', reason: '1 × phone: It was changed since.' }
  const dry = (await revert(dana, deed, true)).body
  expect(dry).toMatchObject({ reverted: 2, results: [{ object_id: mine.id }, { object_id: theirs.id }, stays] })
  expect(await whose()).toBe(mine.id)
  expect((await revert(dana, deed)).body).toMatchObject({ reverted: 2 })
  expect(await whose()).toBe(theirs.id)
  expect((await dana.get(`/accounts/${theirs.id}`)).body).toMatchObject({ phone: '1', deleted_at: null })
  expect((await revert(dana, deed)).body).toMatchObject({
    reverted: 0,
    results: [{ status: 'skipped', reason: 'This merge was taken back before.' }],
  })
})
