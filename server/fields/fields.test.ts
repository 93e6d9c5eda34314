import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { based, nowhere, startApp, walk } from '#test/app.ts'
import { indexFields } from './index-fields.ts'

const app = await startApp()
const { users } = app.cast
const dana = await app.as('dana')
const sam = await app.as('sam')

// what was there before anybody defined a field
const { body: free } = await sam.post('/contacts', { last_name: 'Free', metadata: { legacy: { a: 1 }, tier: 'iron' } })

const define = async (object: string, key: string, type: string, extra: object = {}) =>
  (await dana.post('/custom-fields', { object, key, type, label: key, ...extra })).body
const tier = await define('contact', 'tier', 'select', { options: ['gold', 'silver'], position: 1 })
await define('contact', 'nick', 'text')
await define('contact', 'score', 'number', { position: 2 })
await define('contact', 'budget', 'money', { position: 3 })
await define('contact', 'met_on', 'date', { position: 4 })
await define('contact', 'topics', 'multi_select', { options: ['price', 'terms', 'team'], position: 5 })
await define('contact', 'guide', 'user', { position: 6 })
await define('contact', 'page', 'url', { position: 7 })

const full = {
  tier: 'gold',
  nick: 'Ace',
  score: 12.5,
  budget: { amount: '1000.5', currency: 'EUR' },
  met_on: '2026-02-28',
  topics: ['terms', 'price'],
  guide: users.lena,
  page: 'https://ace.example/x',
}
const make = async (last_name: string, metadata: object) => (await sam.post('/contacts', { last_name, metadata })).body

test('values of every type are kept as they were given, money with its currency’s digits', async () => {
  const { metadata, id } = await make('Full', full)
  expect(metadata).toEqual({ ...full, budget: { amount: '1000.50', currency: 'EUR' } })
  expect((await sam.get(`/contacts/${id}`)).body.metadata).toEqual(metadata)
})

test.each([
  ['a field nobody defined', { colour: 'red' }, '/metadata/colour', 'unknown_custom_field'],
  ['an option that is not offered', { tier: 'bronze' }, '/metadata/tier', 'invalid_enum'],
  ['a text for a number', { score: '12' }, '/metadata/score', 'invalid_type'],
  ['an empty text', { nick: ' ' }, '/metadata/nick', 'invalid_minLength'],
  ['money without a currency', { budget: { amount: '1' } }, '/metadata/budget/currency', 'required'],
  ['money with too many digits', { budget: { amount: '1.5', currency: 'JPY' } }, '/metadata/budget', 'too_many_digits'],
  ['a day that does not exist', { met_on: '2026-02-30' }, '/metadata/met_on', 'invalid_format'],
  ['a topic twice', { topics: ['price', 'price'] }, '/metadata/topics', 'invalid_uniqueItems'],
  ['somebody who is not there', { guide: nowhere }, '/metadata/guide', 'unknown_reference'],
  ['an address that is not http', { page: 'javascript:alert(1)' }, '/metadata/page', 'invalid_format'],
])('%s is refused, naming the field', async (_, metadata, pointer, code) => {
  const { status, body } = await sam.post('/contacts', { last_name: 'X', metadata })
  expect([status, body.errors[0]]).toMatchObject([422, { pointer, code }])
})

test('an unknown field is told which there are', async () => {
  const { body } = await sam.post('/contacts', { last_name: 'X', metadata: { colour: 1 } })
  expect(body.detail).toContain('Known: nick, tier, score, budget, met_on, topics, guide, page.')
})

test('a change sets the values it names, null takes one away, and the others stay', async () => {
  const { id } = await make('Changed', { tier: 'gold', nick: 'Ace' })
  const { body } = await sam.patch(`/contacts/${id}`, { metadata: { tier: 'silver', score: 1 } })
  expect(body.metadata).toEqual({ tier: 'silver', nick: 'Ace', score: 1 })
  expect((await sam.patch(`/contacts/${id}`, { metadata: { nick: null } })).body.metadata).toEqual({
    tier: 'silver',
    score: 1,
  })
})

test('what was stored before there were fields stays, may be sent back, and may not be changed into anything', async () => {
  const at = `/contacts/${free.id}`
  expect((await sam.patch(at, { phone: '1' })).body.metadata).toEqual(free.metadata)
  const same = await sam.patch(at, { metadata: { ...free.metadata, nick: 'Free' } })
  expect(same.body.metadata).toEqual({ ...free.metadata, nick: 'Free' })
  expect((await sam.patch(at, { metadata: { legacy: 2 } })).body.errors[0].code).toBe('unknown_custom_field')
  expect((await sam.patch(at, { metadata: { tier: 'steel' } })).body.errors[0].code).toBe('invalid_enum')
  expect((await sam.patch(at, { metadata: { legacy: null } })).body.metadata).toEqual({ tier: 'iron', nick: 'Free' })
})

test('where no field is defined, free fields are free', async () => {
  const { body } = await sam.post('/accounts', { name: 'Free Ltd', metadata: { anything: [1, { b: 2 }] } })
  expect(body.metadata).toEqual({ anything: [1, { b: 2 }] })
})

const names = async (query: string) =>
  (await walk(dana, `/contacts?limit=2&q=Sorted&${query}`)).map(({ last_name }) => last_name.replace('Sorted ', ''))

test('lists are narrowed by each type in its own way', async () => {
  await make('Sorted A', { ...full, score: 3, nick: 'The 100% man' })
  await make('Sorted B', { score: 10, tier: 'silver', met_on: '2025-12-31', budget: { amount: '99', currency: 'USD' } })
  await make('Sorted C', { score: -5, topics: ['team'], page: 'https://c.example' })
  await make('Sorted D', {})
  expect(await names('metadata.tier=gold')).toEqual(['A'])
  expect(await names('metadata.tier=gold&metadata.tier=silver')).toEqual(['A', 'B'])
  expect(await names('metadata.topics=team&metadata.topics=price')).toEqual(['A', 'C'])
  expect(await names('metadata.nick=00%25')).toEqual(['A'])
  expect(await names('metadata.page=c.example')).toEqual(['C'])
  expect(await names(`metadata.guide=${users.lena}`)).toEqual(['A'])
  expect(await names('metadata.score=10')).toEqual(['B'])
  expect(await names('metadata.score.from=-5&metadata.score.to=3')).toEqual(['A', 'C'])
  expect(await names('metadata.met_on.to=2025-12-31')).toEqual(['B'])
  expect(await names('metadata.budget.from=99&metadata.budget.currency=USD')).toEqual(['B'])
  expect(await names('metadata.budget.from=99.01')).toEqual(['A'])
})

test('and sorted by them, what is empty last of dates and first of the others', async () => {
  expect(await names('sort=metadata.score')).toEqual(['D', 'C', 'A', 'B'])
  expect(await names('sort=-metadata.score')).toEqual(['B', 'A', 'C', 'D'])
  expect(await names('sort=metadata.met_on,-name')).toEqual(['B', 'A', 'D', 'C'])
  expect(await names('sort=-metadata.budget,name')).toEqual(['A', 'B', 'C', 'D'])
  expect(await names('sort=-metadata.tier')).toEqual(['B', 'A', 'D', 'C'])
})

test('values from before the field fit nothing, and break neither order nor range', async () => {
  await define('account', 'size', 'number')
  const { rows } = await app.db
    .selectFrom('accounts')
    .select('id')
    .execute()
    .then((rows) => ({ rows }))
  await app.db
    .updateTable('accounts')
    .set({ metadata: { size: 'huge' } as never })
    .where('id', '=', rows[0]!.id)
    .execute()
  expect(await walk(dana, '/accounts?limit=1&sort=metadata.size')).toHaveLength(rows.length)
  expect((await dana.get('/accounts?metadata.size.from=0')).body.data).toEqual([])
})

test.each([
  ['metadata.colour=red', 'unknown_field'],
  ['metadata.nick.from=a', 'unknown_field'],
  ['metadata.budget=99', 'unknown_field'],
  ['metadata.score.from=many', 'invalid_filter'],
  ['metadata.score=ten', 'invalid_filter'],
  ['metadata.score=10&metadata.score=ten', 'invalid_filter'],
  ['metadata.score.from=1&metadata.score.from=2', 'invalid_filter'],
  ['metadata.met_on.to=yesterday', 'invalid_filter'],
  ['sort=metadata.colour', 'unknown_sort'],
])('%s is refused', async (query, code) => {
  const { status, body } = await dana.get(`/contacts?${query}`)
  expect([status, body.code, body.errors[0].code]).toEqual([400, 'invalid_query', code])
})

test('a required field is asked for on creating and replacing, and older records can still be changed', async () => {
  const field = await define('account', 'region', 'text', { required: true })
  const { body: missing } = await sam.post('/accounts', { name: 'X' })
  expect(missing.errors).toMatchObject([{ pointer: '/metadata/region', code: 'required' }])
  const { body } = await sam.post('/accounts', { name: 'Placed', metadata: { region: 'north' } })
  expect((await sam.patch(`/accounts/${body.id}`, { metadata: { region: null } })).body.errors[0].code).toBe('required')
  expect((await sam.patch(`/accounts/${app.cast.accounts.quill}`, { phone: '1' })).status).toBe(200)
  await dana.patch(`/custom-fields/${field.id}`, { required: false })
  expect((await sam.post('/accounts', { name: 'Anywhere' })).status).toBe(201)
})

test('an archived field keeps what is stored and takes nothing new', async () => {
  const { id } = await make('Archived', { tier: 'gold' })
  expect((await dana.patch(`/custom-fields/${tier.id}`, { archived: true }, based(1))).body.archived).toBe(true)
  expect((await sam.patch(`/contacts/${id}`, { phone: '1' })).body.metadata).toEqual({ tier: 'gold' })
  expect((await sam.patch(`/contacts/${id}`, { metadata: { tier: 'silver' } })).status).toBe(422)
  expect(await names('metadata.tier=gold')).toEqual(['A'])
  await dana.patch(`/custom-fields/${tier.id}`, { archived: false })
})

test('an option that is offered no more stays where it was chosen', async () => {
  const { id } = await make('Chosen', { tier: 'silver' })
  await dana.patch(`/custom-fields/${tier.id}`, { options: ['gold', 'platinum'] })
  expect((await sam.patch(`/contacts/${id}`, { metadata: { nick: 'S' } })).body.metadata).toEqual({
    tier: 'silver',
    nick: 'S',
  })
  expect((await sam.post('/contacts', { last_name: 'X', metadata: { tier: 'silver' } })).status).toBe(422)
})

test('a field with values cannot be deleted, one without can, and its version counts', async () => {
  const { body: kept } = await dana.delete(`/custom-fields/${tier.id}`, based(tier.version + 9))
  expect(kept.code).toBe('stale')
  const inUse = await dana.delete(`/custom-fields/${tier.id}`, based(kept.version))
  expect([inUse.status, inUse.body.code]).toEqual([409, 'field_has_values'])
  const spare = await define('contact', 'spare', 'text')
  expect((await dana.delete(`/custom-fields/${spare.id}`)).status).toBe(428)
  expect((await dana.delete(`/custom-fields/${spare.id}`, based(1))).status).toBe(204)
  expect((await dana.delete(`/custom-fields/${spare.id}`, based(1))).status).toBe(404)
})

test.each([
  ['a key twice', { key: 'nick' }, 409, 'key_taken'],
  ['a key that is no key', { key: 'Nick Name' }, 422, 'invalid'],
  ['a select without options', { key: 's', type: 'select' }, 422, 'invalid'],
  ['a text with options', { key: 's', options: ['a'] }, 422, 'invalid'],
  ['a type that is none', { key: 's', type: 'colour' }, 422, 'invalid'],
])('%s is refused', async (_, extra, status, code) => {
  const answer = await dana.post('/custom-fields', { object: 'contact', type: 'text', label: 'x', ...extra })
  expect([answer.status, answer.body.code]).toEqual([status, code])
})

test('key and type are for good, everybody may read fields, and only settings may change them', async () => {
  expect((await dana.patch(`/custom-fields/${tier.id}`, { key: 'rank' })).body.errors[0].code).toBe('unknown_field')
  expect((await sam.patch(`/custom-fields/${tier.id}`, { label: 'x' })).status).toBe(403)
  const { data } = (await sam.get('/custom-fields?object=contact')).body
  expect(data.map(({ key }: any) => key)).toEqual([
    'nick',
    'tier',
    'score',
    'budget',
    'met_on',
    'topics',
    'guide',
    'page',
  ])
})

test('deals and tasks have fields too: checked, narrowed and sorted by them alike', async () => {
  await define('deal', 'won_by', 'text', { required: true })
  await define('task', 'effort', 'number')
  const deal = { account_id: app.cast.accounts.quill, name: 'Fielded' }
  expect((await dana.post('/deals', deal)).body.errors[0].pointer).toBe('/metadata/won_by')
  const { body: made } = await dana.post('/deals', { ...deal, metadata: { won_by: 'Referral' } })
  expect((await dana.patch(`/deals/${made.id}`, { metadata: { won_by: 7 } })).status).toBe(422)
  const found = (await dana.get('/deals?metadata.won_by=refer&sort=-metadata.won_by,name')).body.data
  expect(found.map(({ name }: any) => name)).toEqual(['Fielded'])
  for (const [title, effort] of [
    ['Small', 1],
    ['Large', 40],
  ] as const)
    expect((await dana.post('/tasks', { title, metadata: { effort } })).body.metadata).toEqual({ effort })
  expect((await dana.post('/tasks', { title: 'x', metadata: { effort: 'much' } })).status).toBe(422)
  const { data } = (await dana.get('/tasks?metadata.effort.from=1&sort=-metadata.effort')).body
  expect(data.map(({ title }: any) => title)).toEqual(['Large', 'Small'])
  const at = `/tasks/${data[0].id}`
  expect((await dana.patch(at, { metadata: { effort: null } })).body.metadata).toEqual({})
})

test('money is for those who may see values: shown, filtered, sorted, exported and kept in the ledger for nobody else', async () => {
  const lena = await app.as('lena')
  const { id, version } = await make('Moneyed', { nick: 'Mo', budget: { amount: '90817263.00', currency: 'EUR' } })
  const answers = [
    await lena.get(`/contacts/${id}`),
    await lena.get('/contacts?q=Moneyed'),
    await lena.get('/contacts/export?q=Moneyed'),
  ]
  for (const { status, text } of answers) {
    expect(status).toBe(200)
    expect(text).toContain('Mo')
    expect(text).not.toContain('90817263')
  }
  for (const query of [
    'metadata.budget.from=1',
    'metadata.budget.currency=EUR',
    'sort=-metadata.budget',
    'sort=name,metadata.budget',
  ])
    for (const target of ['/contacts', '/contacts/export']) {
      const { status, body } = await lena.get(`${target}?${query}`)
      expect([status, body.code], query).toEqual([403, 'forbidden'])
    }

  // what one cannot see stays, also where everything one sees is sent back
  const { account_id, first_name, last_name, email, phone, job_title, owner_id, tags } = answers[0]!.body
  const seen = { account_id, first_name, last_name, email, phone, job_title, owner_id, tags }
  const put = { ...seen, metadata: { nick: 'Moe' } }
  const { body: changed } = await lena.put(`/contacts/${id}`, put, based(version))
  expect(changed.metadata).toEqual({ nick: 'Moe' })
  expect((await sam.get(`/contacts/${id}`)).body.metadata).toMatchObject({
    nick: 'Moe',
    budget: { amount: '90817263.00' },
  })
  await lena.patch(`/contacts/${id}`, { metadata: { nick: 'M' } }, based(changed.version))
  expect((await sam.get(`/contacts/${id}`)).body.metadata).toMatchObject({
    nick: 'M',
    budget: { amount: '90817263.00' },
  })

  const { text } = await lena.get(`/audit?object_id=${id}`)
  expect(text).toContain('Moe')
  expect(text).not.toContain('90817263')
  expect((await dana.get(`/audit?object_id=${id}`)).text).toContain('90817263')
  expect((await lena.get('/audit?q=90817263')).body.data).toEqual([])
})

test('each definition has its index, also over values that do not fit it, and none is left of one that was deleted', async () => {
  const indexes = async () => {
    const { rows } = await sql<{ name: string }>`
      select indexname as name from pg_indexes where schemaname = 'public' and indexname like 'field\\_%'
    `.execute(app.db)
    return rows.map(({ name }) => name)
  }
  // a contact has kept {"a":1} under this key since before there were definitions
  const legacy = await define('contact', 'legacy', 'number')
  const about = await define('contact', 'about', 'text')
  await indexFields(app.db)
  await indexFields(app.db)
  const named = (id: string) => `field_${id.replaceAll('-', '')}`
  const made = await indexes()
  expect(made).toEqual(expect.arrayContaining([named(legacy.id), named(about.id), `${named(about.id)}_words`]))

  await dana.delete(`/custom-fields/${about.id}`, based(about.version))
  await indexFields(app.db)
  const left = await indexes()
  expect(left).toContain(named(legacy.id))
  expect(made.filter((name) => !left.includes(name)).sort()).toEqual([named(about.id), `${named(about.id)}_words`])
})
