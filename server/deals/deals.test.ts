import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { nowhere, startApp, walk } from '#test/app.ts'

const app = await startApp()
const { deals, accounts, users } = app.cast
const dana = await app.as('dana')
const make = async (extra: object = {}) =>
  (await dana.post('/deals', { account_id: accounts.quill, name: 'A deal', ...extra })).body

test('a deal is created with its money checked, owned by whoever creates it, and remembered in the ledger', async () => {
  const marta = await app.as('marta')
  const { status, body, headers } = await marta.post('/deals', {
    account_id: accounts.quill,
    name: '  Audio books  ',
    value: { amount: '1234.5', currency: 'EUR' },
    budget_hours: '120.25',
    budget_money: { amount: '900', currency: 'JPY' },
    start_date: '2026-01-01',
    end_date: '2026-06-30',
    metadata: { source: 'fair' },
  })
  expect(status).toBe(201)
  expect(body).toMatchObject({
    name: 'Audio books',
    value: { amount: '1234.50', currency: 'EUR' },
    budget_hours: '120.25',
    budget_money: { amount: '900', currency: 'JPY' },
    start_date: '2026-01-01',
    end_date: '2026-06-30',
    metadata: { source: 'fair' },
    stage: 'prospecting',
    probability: 20,
    owner_id: users.marta,
    owner_name: 'marta',
    account_name: 'Quill Publishing GmbH',
    closed_at: null,
    tracked_seconds: 0,
  })
  expect(headers.get('etag')).toBe('"1"')
  expect((await marta.get(`/deals/${body.id}`)).body).toEqual(body)
  const { body: ledger } = await dana.get(`/audit?object_id=${body.id}`)
  expect(ledger.data).toMatchObject([{ action: 'deal.created', actor_name: 'marta', source: 'api' }])
})

test.each([
  ['1234', 'JPY', '1234'],
  ['1234.00', 'JPY', '1234'],
  ['2.755', 'KWD', '2.755'],
  ['2.7', 'KWD', '2.700'],
  ['1.2345', 'CLF', '1.2345'],
  ['999999999999999.99', 'EUR', '999999999999999.99'],
])('%s %s is stored and shown as %s', async (amount, currency, kept) => {
  expect((await make({ value: { amount, currency } })).value).toEqual({ amount: kept, currency })
})

test.each([
  ['digits the yen does not have', { value: { amount: '1.5', currency: 'JPY' } }, '/value'],
  ['digits the dinar does not have', { value: { amount: '2.7555', currency: 'KWD' } }, '/value'],
  ['a currency that does not exist', { value: { amount: '1', currency: 'QQQ' } }, '/value'],
  ['gold, which has no minor unit', { budget_money: { amount: '1', currency: 'XAU' } }, '/budget_money'],
  ['a negative value', { value: { amount: '-1.00', currency: 'EUR' } }, '/value'],
  ['money as a number', { value: { amount: 1.5, currency: 'EUR' } }, '/value/amount'],
  ['money without a currency', { value: { amount: '1' } }, '/value/currency'],
  ['an exponent', { value: { amount: '1e3', currency: 'EUR' } }, '/value/amount'],
  ['negative hours', { budget_hours: '-3' }, '/budget_hours'],
  ['an unknown field', { colour: 'red' }, '/colour'],
  ['a field the server owns', { closed_at: '2026-01-01T00:00:00Z' }, '/closed_at'],
  ['a wrong type', { probability: '50' }, '/probability'],
  ['a probability above certainty', { probability: 101 }, '/probability'],
  ['creating a deal that is won already', { stage: 'won' }, '/stage'],
  ['an unknown owner', { owner_id: nowhere }, '/owner_id'],
  ['an unknown account', { account_id: nowhere }, '/account_id'],
  ['an empty name', { name: '   ' }, '/name'],
  ['a year PostgreSQL does not know', { end_date: '0000-02-29' }, '/end_date'],
])('%s is refused, naming the field', async (_, extra, pointer) => {
  const { status, body } = await dana.post('/deals', { account_id: accounts.quill, name: 'X', ...extra })
  expect(status).toBe(422)
  expect(body.errors[0].pointer).toBe(pointer)
})

test('an edit needs the newest version, changes only what differs, and a no-op leaves no trace', async () => {
  const at = `/deals/${deals.rights}`
  const changed = await dana.patch(at, { name: 'Rights register' }, { headers: { 'if-match': '"1"' } })
  expect(changed.body).toMatchObject({ name: 'Rights register', version: 2 })
  const stale = await dana.patch(at, { name: 'Other' }, { headers: { 'if-match': '"1"' } })
  expect(stale.status).toBe(412)
  expect(stale.headers.get('etag')).toBe('"2"')
  const same = { name: 'Rights register', value: { amount: '1000', currency: 'EUR' }, stage: 'prospecting' }
  expect((await dana.patch(at, same)).body.version).toBe(2)
  const { data } = (await dana.get(`/audit?object_id=${deals.rights}`)).body
  expect(data).toHaveLength(1)
  expect(data[0]).toMatchObject({ before: { name: 'Rights database' }, after: { name: 'Rights register' } })
})

test('value and probability can be taken away again; without one the stage’s own probability counts', async () => {
  const { id } = await make({ value: { amount: '5.00', currency: 'EUR' }, probability: 35 })
  const at = `/deals/${id}`
  expect((await dana.patch(at, { stage: 'negotiation' })).body.probability).toBe(35)
  expect((await dana.patch(at, { probability: null })).body.probability).toBe(60)
  expect((await dana.patch(at, { value: null })).body.value).toBeNull()
  expect((await dana.patch(at, { probability: 0 })).body.probability).toBe(0)
})

test('closing asks for won or lost, happens once, and an open stage reopens', async () => {
  const at = `/deals/${deals.author}`
  expect((await dana.post(`${at}/close`, { stage: 'negotiation' })).status).toBe(422)
  expect((await dana.post(`${at}/close`, {})).body.errors[0]).toMatchObject({ pointer: '/stage', code: 'required' })
  const before = Date.now()
  const closed = (await dana.post(`/deals/${deals.author}/close`, { stage: 'won', reason: 'Signed' })).body
  expect(closed).toMatchObject({ stage: 'won', closed_reason: 'Signed', closed_by: users.dana, probability: 100 })
  expect(Math.abs(Date.parse(closed.closed_at) - before)).toBeLessThan(5_000)
  expect((await dana.post(`${at}/close`, { stage: 'lost' })).body).toMatchObject({
    status: 409,
    code: 'already_closed',
  })
  expect((await dana.patch(at, { stage: 'won' })).status).toBe(422)
  expect((await dana.patch(at, { stage: 'negotiation' })).body).toMatchObject({
    stage: 'negotiation',
    probability: 60,
    closed_at: null,
    closed_by: null,
    closed_reason: null,
  })
  const actions = (await dana.get(`/audit?object_id=${deals.author}`)).body.data.map((row: any) => row.action)
  expect(actions).toEqual(['deal.reopened', 'deal.closed'])
})

test('closing is refused to whoever saw an older version, and for a deal that is not there', async () => {
  const { id } = await make()
  await dana.patch(`/deals/${id}`, { name: 'Newer' })
  const headers = { 'if-match': '"1"' }
  expect((await dana.post(`/deals/${id}/close`, { stage: 'won' }, { headers })).status).toBe(412)
  expect((await dana.post(`/deals/${nowhere}/close`, { stage: 'won' })).status).toBe(404)
  expect((await dana.get(`/deals/${nowhere}`)).status).toBe(404)
  expect((await dana.patch(`/deals/${nowhere}`, { name: 'x' })).status).toBe(404)
})

test('of two people who close a deal at once, one does', async () => {
  const { id } = await make()
  const answers = await Promise.all(
    ['won', 'lost', 'won', 'lost'].map((stage) => dana.post(`/deals/${id}/close`, { stage })),
  )
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409])
  expect((await dana.get(`/audit?object_id=${id}&action=deal.closed`)).body.data).toHaveLength(1)
})

test('a closed deal weighs what its stage says until it is open again', async () => {
  const { id } = await make({ probability: 35 })
  const at = `/deals/${id}`
  expect((await dana.post(`${at}/close`, { stage: 'lost' })).body.probability).toBe(0)
  expect((await dana.patch(at, { probability: 50 })).body).toMatchObject({ status: 409, code: 'deal_closed' })
  expect((await dana.patch(at, { stage: 'prospecting', probability: 50 })).body.probability).toBe(50)
})

test('every stage a deal was in stays in its history, with the deal as it was on entering it', async () => {
  const { id } = await make({ value: { amount: '100.00', currency: 'EUR' }, end_date: '2026-12-31' })
  await dana.patch(`/deals/${id}`, { stage: 'negotiation', value: { amount: '250', currency: 'USD' }, probability: 75 })
  await dana.patch(`/deals/${id}`, { name: 'No move', stage: 'negotiation' })
  await dana.post(`/deals/${id}/close`, { stage: 'lost' })
  await dana.patch(`/deals/${id}`, { stage: 'prospecting', end_date: '2027-01-31' })
  const { rows } = await sql<any>`
    select from_stage, to_stage, left_at is null as present, actor_id, value::text, currency, probability, end_date, entered_at, left_at
    from deal_stages where deal_id = ${id} order by entered_at
  `.execute(app.db)
  const by = { actor_id: users.dana }
  expect(rows).toMatchObject([
    { from_stage: null, to_stage: 'prospecting', value: '100.00', currency: 'EUR', probability: 20, ...by },
    { from_stage: 'prospecting', to_stage: 'negotiation', value: '250.00', currency: 'USD', probability: 75, ...by },
    { from_stage: 'negotiation', to_stage: 'lost', probability: 0, end_date: '2026-12-31', ...by },
    { from_stage: 'lost', to_stage: 'prospecting', probability: 20, end_date: '2027-01-31', ...by },
  ])
  expect(rows.map(({ present }) => present)).toEqual([false, false, false, true])
  // each begins the moment the one before it ends
  expect(rows.slice(0, -1).map(({ left_at }) => left_at)).toEqual(rows.slice(1).map(({ entered_at }) => entered_at))
})

test('a deal with time or tasks on it stays with its account; without, it may move', async () => {
  const free = await make()
  const move = { account_id: accounts.kestrel }
  expect((await dana.patch(`/deals/${free.id}`, move)).body.account_name).toBe('Kestrel Logistics')
  const tasked = await make()
  await dana.post('/tasks', { title: 'x', deal_id: tasked.id })
  const worked = await make()
  const span = { start_time: '2026-09-15T08:00:00Z', end_time: '2026-09-15T09:00:00Z' }
  const entry = { user_id: users.noah, source: 'manual', deal_id: worked.id, ...span }
  expect((await (await app.agent()).post('/time-entries', entry)).status).toBe(201)
  for (const { id } of [tasked, worked]) {
    expect((await dana.patch(`/deals/${id}`, move)).body).toMatchObject({ status: 409, code: 'deal_has_work' })
    expect((await dana.patch(`/deals/${id}`, { account_id: accounts.quill, name: 'Stays' })).status).toBe(200)
  }
  expect((await dana.get(`/deals/${worked.id}`)).body.tracked_seconds).toBe(3_600)
  const listed = (await dana.get('/deals?limit=200')).body.data.find((row: any) => row.id === worked.id)
  expect(listed.tracked_seconds).toBe(3_600)
})

test('sales see the deals of their team, employees none, and a deal out of scope is not there', async () => {
  const sam = await app.as('sam')
  const { id: ofGrace } = await make({ owner_id: users.grace })
  const owners = new Set((await sam.get('/deals?limit=200')).body.data.map((row: any) => row.owner_id))
  expect(owners).toEqual(new Set([users.sam, users.grace]))
  expect((await sam.get(`/deals/${ofGrace}`)).status).toBe(200)
  const made_up = (await sam.get(`/deals/${nowhere}`)).body
  const hidden = (await sam.get(`/deals/${deals.author}`)).body
  expect({ ...hidden, request_id: '' }).toEqual({ ...made_up, request_id: '' })
  expect((await sam.patch(`/deals/${deals.author}`, { name: 'Mine' })).status).toBe(404)
  expect((await sam.post(`/deals/${deals.author}/close`, { stage: 'won' })).status).toBe(404)
  expect((await sam.get(`/deals?owner_id=${users.marta}`)).body.data).toEqual([])
  const lena = await app.as('lena')
  expect((await lena.get(`/deals/${deals.author}`)).status).toBe(200)
  expect((await lena.patch(`/deals/${deals.author}`, { name: 'x' })).status).toBe(403)
  expect((await (await app.as('noah')).get('/deals')).status).toBe(403)
  expect((await app.nobody.get('/deals')).status).toBe(401)
})

test('nobody gives a deal to a person whose deals they cannot see', async () => {
  const sam = await app.as('sam')
  const { body } = await sam.post('/deals', { account_id: accounts.kestrel, name: 'Ours' })
  for (const owner_id of [users.marta, null, nowhere]) {
    const created = await sam.post('/deals', { account_id: accounts.kestrel, name: 'Theirs', owner_id })
    expect([created.status, created.body.errors[0].pointer]).toEqual([422, '/owner_id'])
    expect((await sam.patch(`/deals/${body.id}`, { owner_id })).status).toBe(422)
  }
  expect((await sam.patch(`/deals/${body.id}`, { owner_id: users.grace })).body.owner_name).toBe('grace')
  expect((await dana.patch(`/deals/${body.id}`, { owner_id: null })).body.owner_id).toBeNull()
})

test.each(['name', 'created_at', 'updated_at', 'value', 'end_date'])(
  'pages sorted by %s show every deal once, both ways',
  async (sort) => {
    // ties in value, and deals without a value or an end date
    for (const amount of ['7.00', '7.00', '7.00']) await make({ value: { amount, currency: 'EUR' } })
    const all = (await dana.get('/deals?limit=200')).body.data
    const up = await walk(dana, `/deals?limit=3&sort=${sort}`)
    const down = await walk(dana, `/deals?limit=3&sort=-${sort}`)
    expect(new Set(up.map(({ id }) => id)).size).toBe(all.length)
    expect(down.map(({ id }) => id)).toEqual(up.map(({ id }) => id).toReversed())
    if (sort === 'value') expect(up[0].value).toBeNull()
    if (sort === 'end_date') expect(down[0].end_date).toBeNull()
  },
)

test('lists are filtered by account, owner, stage, day of closing and text', async () => {
  const { id } = await make({ name: 'Found by 100%', owner_id: users.felix, end_date: '2027-05-31' })
  const found = async (query: string) => (await dana.get(`/deals?${query}`)).body.data.map((row: any) => row.id)
  expect(await found(`owner_id=${users.felix}`)).toEqual([id])
  expect(await found('date_from=2027-05-31&date_to=2027-05-31')).toEqual([id])
  expect(await found('date_from=2027-06-01')).toEqual([])
  expect(await found(`q=${encodeURIComponent('by 100%')}`)).toEqual([id])
  expect(await found(`account_id=${accounts.kestrel}&owner_id=${users.felix}`)).toEqual([])
  expect(await found('stage=won&stage=lost&q=route')).toEqual([deals.lost])
  for (const wrong of ['colour=red', 'stage=open', 'date_to=2027-02-30', 'sort=probability', 'limit=-1'])
    expect([wrong, (await dana.get(`/deals?${wrong}`)).body.code]).toEqual([wrong, 'invalid_query'])
})

test('support works on deals without learning what they are worth, in no list, sum, sort or record', async () => {
  const [lena, dana] = [await app.as('lena'), await app.as('dana')]
  const { data } = (await lena.get('/deals?limit=200')).body
  expect(data.length).toBeGreaterThan(3)
  expect(data.every((deal: any) => deal.value === null && deal.budget_money === null)).toBe(true)
  expect((await lena.get(`/deals/${data[0].id}`)).body.value).toBe(null)
  for (const sort of ['-value', 'value', 'name,-value', 'value,name'])
    expect([sort, (await lena.get(`/deals?sort=${sort}`)).status]).toEqual([sort, 403])
  const sums = (await lena.get('/reports/pipeline?group_by=stage')).body.data
  expect(sums.every((stage: any) => stage.value.length === 0 && stage.weighted_value.length === 0)).toBe(true)
  expect((await dana.get('/deals?sort=-value')).body.data[0].value).not.toBe(null)
})
