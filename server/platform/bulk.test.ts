/** Deeds on many records: on the versions that were looked at, told so that they can be taken back, on all that fit a filter. */
import { beforeAll, expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { nowhere, startApp } from '#test/app.ts'

const app = await startApp()
const { users, accounts, deals } = app.cast
const dana = await app.as('dana')
const make = async (list: string, record: object) =>
  (await dana.post(list, record)).body as { id: string; version: number; name: string }
const deal = (name: string, extra: object = {}) => make('/deals', { name, account_id: accounts.quill, ...extra })
const bulk = async (order: object) => (await dana.post('/deals/bulk', order)).body

test('what somebody changed since it was looked at is left as it is, and named', async () => {
  const [a, b] = [await deal('Seen'), await deal('Overtaken')]
  const order = { ids: [a.id, b.id, nowhere], versions: [1, 1, 1], change: { end_date: '2027-03-01' } }
  await dana.patch(`/deals/${b.id}`, { name: 'Overtaken by Sam' })
  for (const dry_run of [true, false]) {
    const { results } = await bulk({ ...order, dry_run })
    expect(results.map(({ status, code }: any) => [status, code])).toEqual([
      ['changed', null],
      ['skipped', 'changed_since'],
      ['skipped', 'not_found'],
    ])
    expect(results.map(({ version }: any) => version)).toEqual([dry_run ? 1 : 2, 2, null])
  }
  expect((await dana.get(`/deals/${b.id}`)).body.end_date).toBeNull()
  const short = await dana.post('/deals/bulk', { ...order, versions: [1] })
  expect([short.status, short.body.errors[0].pointer]).toEqual([422, '/versions'])
})

test('each result says what its change replaced, and sending that takes it back', async () => {
  const a = await deal('Back', { owner_id: users.sam, metadata: { tier: 'gold', other: 1 } })
  const change = { owner_id: null, metadata: { tier: 'iron', fresh: true } }
  const { results } = await bulk({ ids: [a.id], change })
  expect(results[0].before).toEqual({ owner_id: users.sam, metadata: { tier: 'gold', fresh: null } })
  await bulk({ ids: [a.id], versions: [results[0].version], change: results[0].before })
  expect((await dana.get(`/deals/${a.id}`)).body).toMatchObject({
    owner_id: users.sam,
    metadata: { tier: 'gold', other: 1 },
  })
  const { results: deleted } = await bulk({ ids: [a.id], delete: true })
  expect(deleted[0]).toMatchObject({ status: 'deleted', before: null, version: 4 })
})

test('free fields of tasks are changed together too', async () => {
  const { id } = await make('/tasks', { title: 'Pack', metadata: { box: 1 } })
  const { body } = await dana.post('/tasks/bulk', { ids: [id], change: { metadata: { box: 2 } } })
  expect(body.results[0]).toMatchObject({ status: 'changed', before: { metadata: { box: 1 } } })
})

test('who may write the money of a custom field and not see it is not told what it was', async () => {
  await dana.post('/custom-fields', { object: 'account', key: 'credit', label: 'Credit', type: 'money' })
  const { id } = await make('/accounts', { name: 'Creditor', metadata: { credit: { amount: '900', currency: 'EUR' } } })
  const change = { industry: 'Iron', metadata: { credit: { amount: '10', currency: 'EUR' } } }
  const told = async (who: 'dana' | 'lena', dry_run: boolean) => {
    const { body } = await (await app.as(who)).post('/accounts/bulk', { ids: [id], change, dry_run })
    return body.results[0].before
  }
  const all = { industry: null, metadata: { credit: { amount: '900.00', currency: 'EUR' } } }
  expect(await told('dana', true)).toEqual(all)
  expect(await told('lena', true)).toEqual({ industry: null, metadata: {} })
  expect(await told('lena', false)).toEqual({ industry: null, metadata: {} })
})

beforeAll(async () => {
  for (const name of ['Match one', 'Match two', 'Match three']) {
    await make('/accounts', { name, industry: 'Matching' })
    await make('/contacts', { last_name: name, tags: ['matching'] })
    await deal(name, { owner_id: users.sam })
    await make('/tasks', { title: name, priority: 'urgent' })
  }
})

test.each([
  ['accounts', '/accounts/matching?industry=Matching'],
  ['contacts', '/contacts/matching?tag=matching'],
  ['deals', '/deals/matching?q=Match&stage=prospecting'],
  ['tasks', '/tasks/matching?q=Match&priority=urgent&idle=false'],
])('all %s of a filter are named with the version they have, oldest first', async (_, address) => {
  const { status, body } = await dana.get(address)
  expect([status, body.has_more]).toEqual([200, false])
  expect(body.data.map(({ name, version }: any) => `${name} ${version}`)).toEqual([
    'Match one 1',
    'Match two 1',
    'Match three 1',
  ])
})

test('only what one may read is named, only what the list knows is a filter, and the bin is asked for by itself', async () => {
  const sam = await app.as('sam')
  const listed = (await sam.get('/deals?limit=200')).body.data.map(({ id }: any) => id)
  const named = (await sam.get('/deals/matching')).body.data.map(({ id }: any) => id)
  expect(named).toEqual(listed.toSorted())
  expect(named).not.toContain(deals.rights)
  expect((await dana.get('/deals/matching?sort=name')).body.errors[0].pointer).toBe('/sort')
  expect((await dana.get('/accounts/matching?metadata.unknown=1')).status).toBe(400)
  const { id } = await make('/accounts', { name: 'Match in the bin', industry: 'Matching' })
  await dana.post('/accounts/bulk', { ids: [id], delete: true })
  const bin = await dana.get('/accounts/matching?industry=Matching&deleted=true')
  expect(bin.body.data).toEqual([{ id, name: 'Match in the bin', version: 2 }])
})

test('a task is idle when it is important, for a customer, and nothing happened on it for days', async () => {
  const quiet = await make('/tasks', { title: 'Quiet', priority: 'high', account_id: accounts.quill })
  await make('/tasks', { title: 'Quiet too, but fresh', priority: 'high', account_id: accounts.quill })
  await sql`update tasks set updated_at = now() - interval '5 days' where id = ${quiet.id}`.execute(app.db)
  const titles = async (query: string) =>
    (await dana.get(`/tasks?q=Quiet&${query}`)).body.data.map((one: any) => one.title)
  expect(await titles('idle=true')).toEqual(['Quiet'])
  expect(await titles('idle=false')).toEqual(['Quiet too, but fresh'])
})
