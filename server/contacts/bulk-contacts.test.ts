import { expect, test } from 'vitest'
import { based, nowhere, startApp } from '#test/app.ts'

const app = await startApp()
const { accounts, users } = app.cast
const dana = await app.as('dana')
const make = async (last_name: string, extra: object = {}) =>
  (await dana.post('/contacts', { last_name, ...extra })).body as { id: string; version: number }
const look = async (id: string) => (await dana.get(`/contacts/${id}`)).body
const statuses = (body: any) => body.results.map(({ status, code }: any) => (code ? `${status} ${code}` : status))

test('many are changed as one deed, each with its own result in the order asked', async () => {
  const [a, b, gone] = [await make('A'), await make('B', { owner_id: users.lena }), await make('Gone')]
  await dana.delete(`/contacts/${gone.id}`, based(1))
  const ids = [gone.id, b.id, nowhere, a.id]
  const { status, body } = await dana.post('/contacts/bulk', { ids, change: { owner_id: users.lena } })
  expect(status).toBe(200)
  expect(body.results.map(({ id }: any) => id)).toEqual(ids)
  expect(statuses(body)).toEqual(['skipped deleted', 'unchanged', 'skipped not_found', 'changed'])
  expect(await look(a.id)).toMatchObject({ owner_id: users.lena, version: 2 })
  expect((await look(b.id)).version).toBe(1)
  const [row] = (await dana.get(`/audit?object_id=${a.id}`)).body.data
  expect(row).toMatchObject({ deed_id: body.deed_id, action: 'contact.changed', after: { owner_id: users.lena } })
})

test('a dry run gives the same answer and writes nothing', async () => {
  const [a, b] = [await make('Dry'), await make('Dry')]
  const order = { ids: [a.id, b.id, nowhere], change: { tags: ['dry'], metadata: { x: 1 } } }
  const dry = await dana.post('/contacts/bulk', { ...order, dry_run: true })
  expect(dry.body.deed_id).toBeNull()
  expect([(await look(a.id)).version, (await look(a.id)).tags]).toEqual([1, []])
  const wet = await dana.post('/contacts/bulk', order)
  const written = dry.body.results.map((one: any) => ({ ...one, version: one.status === 'changed' ? 2 : one.version }))
  expect(wet.body.results).toEqual(written)
  expect(await look(b.id)).toMatchObject({ version: 2, tags: ['dry'], metadata: { x: 1 } })
})

test('free fields are merged into each record’s own, in the ledger as in the row', async () => {
  const [a, b] = [await make('M', { metadata: { keep: 1, drop: 2 } }), await make('M', { metadata: { set: 'old' } })]
  await dana.post('/contacts/bulk', { ids: [a.id, b.id], change: { metadata: { set: 'new', drop: null } } })
  expect((await look(a.id)).metadata).toEqual({ keep: 1, set: 'new' })
  expect((await look(b.id)).metadata).toEqual({ set: 'new' })
  const [row] = (await dana.get(`/audit?object_id=${a.id}`)).body.data
  expect(row).toMatchObject({
    before: { metadata: { keep: 1, drop: 2 } },
    after: { metadata: { keep: 1, set: 'new' } },
  })
})

test('what would grow too large fails by itself', async () => {
  const [full, small] = [await make('Full', { metadata: { a: 'x'.repeat(40_000) } }), await make('Small')]
  const change = { metadata: { b: 'y'.repeat(40_000) } }
  const { body } = await dana.post('/contacts/bulk', { ids: [full.id, small.id], change })
  expect(statuses(body)).toEqual(['failed invalid', 'changed'])
  expect((await dana.patch(`/contacts/${full.id}`, change)).body.errors[0].code).toBe('invalid_bounded')
})

test('into the bin and out of it again', async () => {
  const [a, b] = [await make('Bin'), await make('Bin')]
  await dana.delete(`/contacts/${b.id}`, based(1))
  const deleted = await dana.post('/contacts/bulk', { ids: [a.id, b.id], delete: true })
  expect(statuses(deleted.body)).toEqual(['deleted', 'unchanged'])
  expect((await look(a.id)).deleted_by).toBe(users.dana)
  const restored = await dana.post('/contacts/bulk', { ids: [a.id, b.id], restore: true })
  expect(statuses(restored.body)).toEqual(['restored', 'restored'])
  expect((await look(b.id)).deleted_at).toBeNull()
})

test('moving many away releases those that were the primary contact, in the same deed', async () => {
  const [primary, stays] = [
    await make('P', { account_id: accounts.quill }),
    await make('S', { account_id: accounts.kestrel }),
  ]
  await dana.patch(`/accounts/${accounts.quill}`, { primary_contact_id: primary.id })
  await dana.patch(`/accounts/${accounts.kestrel}`, { primary_contact_id: stays.id })
  const change = { account_id: accounts.kestrel, job_title: 'Moved' }
  const { body } = await dana.post('/contacts/bulk', { ids: [primary.id, stays.id], change })
  expect(statuses(body)).toEqual(['changed', 'changed'])
  expect((await dana.get(`/accounts/${accounts.quill}`)).body.primary_contact_id).toBeNull()
  expect((await dana.get(`/accounts/${accounts.kestrel}`)).body.primary_contact_id).toBe(stays.id)
  const [row] = (await dana.get(`/audit?object_id=${accounts.quill}`)).body.data
  expect(row.deed_id).toBe(body.deed_id)
})

test('accounts take the same', async () => {
  const { body: a } = await dana.post('/accounts', { name: 'Bulk Ltd' })
  const { body: b } = await dana.post('/accounts', { name: 'Bulk GmbH', industry: 'Steel' })
  const ids = [a.id, b.id]
  expect(statuses((await dana.post('/accounts/bulk', { ids, change: { industry: 'Steel' } })).body)).toEqual([
    'changed',
    'unchanged',
  ])
  expect(statuses((await dana.post('/accounts/bulk', { ids, delete: true })).body)).toEqual(['deleted', 'deleted'])
  expect((await dana.get('/accounts?q=bulk')).body.data).toEqual([])
  expect(statuses((await dana.post('/accounts/bulk', { ids, restore: true })).body)).toEqual(['restored', 'restored'])
})

test.each([
  ['nothing to do', {}, '', 'one_of'],
  ['two things at once', { delete: true, restore: true }, '', 'one_of'],
  ['a name for all', { change: { last_name: 'Same' } }, '/change/last_name', 'unknown_field'],
  ['no ids', { ids: [], delete: true }, '/ids', 'invalid_minItems'],
  ['an id twice', { ids: [nowhere, nowhere], delete: true }, '/ids', 'invalid_uniqueItems'],
  ['an owner who is not there', { change: { owner_id: nowhere } }, '/owner_id', 'unknown_reference'],
  ['an account that is not there', { change: { account_id: nowhere } }, '/account_id', 'unknown_reference'],
])('%s is refused as a whole', async (_, extra, pointer, code) => {
  const { id } = await make('Refused')
  const { status, body } = await dana.post('/contacts/bulk', { ids: [id], ...extra })
  expect([status, body.errors[0]]).toMatchObject([422, { pointer, code }])
})

test('what one may not change is skipped like what is not there, and a repeat with one key is one deed', async () => {
  const felix = await app.as('felix')
  const { id } = await make('Once')
  expect((await felix.post('/contacts/bulk', { ids: [id], delete: true })).status).toBe(403)
  const keyed = { headers: { 'idempotency-key': 'bulk-1' } }
  const order = { ids: [id], change: { tags: ['once'] } }
  const [first, again] = [
    await dana.post('/contacts/bulk', order, keyed),
    await dana.post('/contacts/bulk', order, keyed),
  ]
  expect(again.body).toEqual(first.body)
  expect((await look(id)).version).toBe(2)
})
