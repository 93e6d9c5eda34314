import { expect, test } from 'vitest'
import { startApp } from '#test/app.ts'

const app = await startApp()
const { deals, accounts, users } = app.cast

test('a deal is created with its money checked, owned by whoever creates it, and remembered in the ledger', async () => {
  const marta = await app.as('marta')
  const { status, body, headers } = await marta.post('/deals', {
    account_id: accounts.quill,
    name: '  Audio books  ',
    value: { amount: '1234.5', currency: 'EUR' },
  })
  expect(status).toBe(201)
  expect(body).toMatchObject({
    name: 'Audio books',
    value: { amount: '1234.50', currency: 'EUR' },
    stage: 'prospecting',
    probability: 20,
    owner_id: users.marta,
    account_name: 'Quill Publishing GmbH',
    tracked_seconds: 0,
  })
  expect(headers.get('etag')).toBe('"1"')
  const { body: ledger } = await (await app.as('dana')).get(`/audit?object_id=${body.id}`)
  expect(ledger.data).toMatchObject([{ action: 'deal.created', actor_name: 'marta', source: 'api' }])
})

test.each([
  ['digits the currency does not have', { value: { amount: '1.5', currency: 'JPY' } }, '/value'],
  ['a currency that does not exist', { value: { amount: '1', currency: 'QQQ' } }, '/value'],
  ['a negative value', { value: { amount: '-1.00', currency: 'EUR' } }, '/value'],
  ['an unknown field', { colour: 'red' }, '/colour'],
  ['a wrong type', { probability: '50' }, '/probability'],
  ['an unknown owner', { owner_id: '019e0000-0000-7000-8000-000000000000' }, '/owner_id'],
  ['an empty name', { name: '   ' }, '/name'],
])('%s is refused, naming the field', async (_, extra, pointer) => {
  const { status, body } = await (
    await app.as('dana')
  ).post('/deals', { account_id: accounts.quill, name: 'X', ...extra })
  expect(status).toBe(422)
  expect(body.errors[0].pointer).toBe(pointer)
})

test('an edit needs the newest version, changes only what differs, and a no-op leaves no trace', async () => {
  const dana = await app.as('dana')
  const changed = await dana.patch(
    `/deals/${deals.rights}`,
    { name: 'Rights register' },
    { headers: { 'if-match': '"1"' } },
  )
  expect(changed.body).toMatchObject({ name: 'Rights register', version: 2 })
  const stale = await dana.patch(`/deals/${deals.rights}`, { name: 'Other' }, { headers: { 'if-match': '"1"' } })
  expect(stale.status).toBe(412)
  expect(stale.headers.get('etag')).toBe('"2"')
  await dana.patch(`/deals/${deals.rights}`, { name: 'Rights register' })
  const { data } = (await dana.get(`/audit?object_id=${deals.rights}`)).body
  expect(data).toHaveLength(1)
  expect(data[0]).toMatchObject({ before: { name: 'Rights database' }, after: { name: 'Rights register' } })
})

test('closing asks for won or lost, happens once, and an open stage reopens', async () => {
  const dana = await app.as('dana')
  expect((await dana.post(`/deals/${deals.author}/close`, { stage: 'won', reason: 'Signed' })).body).toMatchObject({
    stage: 'won',
    closed_reason: 'Signed',
    closed_by: users.dana,
    probability: 100,
  })
  expect((await dana.post(`/deals/${deals.author}/close`, { stage: 'lost' })).body).toMatchObject({
    status: 409,
    code: 'already_closed',
  })
  expect((await dana.patch(`/deals/${deals.author}`, { stage: 'negotiation' })).body).toMatchObject({
    stage: 'negotiation',
    closed_at: null,
    closed_reason: null,
  })
  expect((await dana.patch(`/deals/${deals.author}`, { stage: 'won' })).status).toBe(422)
})

test('the ledger cannot be changed', async () => {
  const { sql } = await import('#server/platform/database.ts')
  await expect(sql`update changes set action = 'x.y'`.execute(app.db)).rejects.toThrow('append-only')
})

test('sales see the deals of their team, employees none, and a deal out of scope is not there', async () => {
  const sam = await app.as('sam')
  const names = (await sam.get('/deals')).body.data.map(({ owner_id }: { owner_id: string }) => owner_id)
  expect(new Set(names)).toEqual(new Set([users.sam]))
  expect((await sam.get(`/deals/${deals.author}`)).status).toBe(404)
  expect((await sam.patch(`/deals/${deals.author}`, { name: 'Mine' })).status).toBe(404)
  expect((await (await app.as('noah')).get('/deals')).status).toBe(403)
})

test('pages walk every deal once in both directions, and a cursor belongs to its filter', async () => {
  const dana = await app.as('dana')
  for (const sort of ['name', '-name', 'value', '-end_date']) {
    const seen: string[] = []
    let cursor = ''
    do {
      const { body } = await dana.get(`/deals?limit=2&sort=${sort}${cursor && `&cursor=${cursor}`}`)
      seen.push(...body.data.map(({ id }: { id: string }) => id))
      cursor = body.next_cursor ?? ''
    } while (cursor)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBe((await dana.get('/deals?limit=200')).body.data.length)
  }
  const { next_cursor } = (await dana.get('/deals?limit=1&sort=name')).body
  expect((await dana.get(`/deals?limit=1&sort=-name&cursor=${next_cursor}`)).body).toMatchObject({
    status: 422,
    code: 'invalid_cursor',
  })
  expect((await dana.get('/deals?colour=red')).body).toMatchObject({ status: 400, code: 'invalid_query' })
  expect(
    (await dana.get('/deals?stage=won&stage=lost')).body.data.map((deal: { stage: string }) => deal.stage),
  ).toEqual(['lost'])
})

test('a repeat with the same Idempotency-Key gives the stored answer; with another body it is refused', async () => {
  const dana = await app.as('dana')
  const headers = { 'idempotency-key': 'deal-1' }
  const body = { account_id: accounts.kestrel, name: 'Once' }
  const [first, twin] = await Promise.all([
    dana.post('/deals', body, { headers }),
    dana.post('/deals', body, { headers }),
  ])
  const again = await dana.post('/deals', body, { headers })
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  expect(new Set([first.body.id, twin.body.id, again.body.id]).size).toBe(1)
  expect((await dana.post('/deals', { ...body, name: 'Twice' }, { headers })).status).toBe(422)
})
