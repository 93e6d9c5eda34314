import { expect, test } from 'vitest'
import { nowhere, startApp, walk } from '#test/app.ts'

const app = await startApp()
const { accounts, users } = app.cast
const dana = await app.as('dana')
const sam = await app.as('sam')
const names = (rows: { name: string }[]) => rows.map(({ name }) => name)

test('an account is created with what was sent, owned by whoever creates it, and found again', async () => {
  const { status, body, headers } = await sam.post('/accounts', {
    name: '  Orchard 100% Robotics_ ',
    industry: 'Robotics',
    website: 'https://orchard.example',
    tags: ['new', 'north'],
    metadata: { tier: 1, nested: { region: 'north' } },
  })
  expect(status).toBe(201)
  expect(body).toMatchObject({
    name: 'Orchard 100% Robotics_',
    owner_id: users.sam,
    owner_name: 'sam',
    phone: null,
    primary_contact_name: null,
    open_deals: 0,
    metadata: { tier: 1, nested: { region: 'north' } },
    version: 1,
  })
  expect(headers.get('etag')).toBe('"1"')
  expect((await sam.get(`/accounts/${body.id}`)).body).toEqual(body)
})

test('a name is kept in one Unicode form, so that it is found however it was typed', async () => {
  const { body } = await sam.post('/accounts', { name: 'Café Zéphyr' })
  expect(body.name).toBe('Café Zéphyr'.normalize('NFC'))
  const q = encodeURIComponent('café z')
  expect(names((await sam.get(`/accounts?q=${q}`)).body.data)).toEqual([body.name])
})

test.each([
  ['an unknown field', { colour: 'red' }, '/colour', 'unknown_field'],
  ['a field the server owns', { id: nowhere }, '/id', 'unknown_field'],
  ['a number for a text', { phone: 42 }, '/phone', 'invalid_type'],
  ['an empty name', { name: ' \t ' }, '/name', 'invalid_minLength'],
  ['a control character in a name', { name: 'a\u0007b' }, '/name', 'invalid_pattern'],
  ['an address that is not http', { website: 'javascript:alert(1)' }, '/website', 'invalid_format'],
  ['an owner who does not exist', { owner_id: nowhere }, '/owner_id', 'unknown_reference'],
  ['a contact who does not exist', { primary_contact_id: nowhere }, '/primary_contact_id', 'unknown_reference'],
  ['an id in another spelling', { owner_id: `urn:uuid:${nowhere}` }, '/owner_id', 'invalid_format'],
  ['a tag that is not text', { tags: ['a', 1] }, '/tags/1', 'invalid_type'],
  ['too many tags', { tags: Array.from({ length: 51 }, (_, n) => `t${n}`) }, '/tags', 'invalid_maxItems'],
  ['null where a list belongs', { tags: null }, '/tags', 'invalid_type'],
])('%s is refused, naming the field', async (_, extra, pointer, code) => {
  const { status, body } = await dana.post('/accounts', { name: 'X', ...extra })
  expect(status).toBe(422)
  expect(body.errors[0]).toMatchObject({ pointer, code })
})

test('a missing name is named too', async () => {
  expect((await dana.post('/accounts', {})).body.errors).toMatchObject([{ pointer: '/name', code: 'required' }])
})

test('an edit changes what differs, counts the version up, and is refused to whoever saw an older one', async () => {
  const { body } = await dana.post('/accounts', { name: 'Tidewater Optics', metadata: { tier: 1, a: [1, 2] } })
  const at = `/accounts/${body.id}`
  expect((await dana.patch(at, { phone: '+49 30 1234' }, { headers: { 'if-match': '"1"' } })).body.version).toBe(2)
  const stale = await dana.patch(at, { phone: 'no' }, { headers: { 'if-match': '"1"' } })
  expect([stale.status, stale.body.code, stale.headers.get('etag')]).toEqual([412, 'stale', '"2"'])
  expect((await dana.patch(at, { phone: null })).body).toMatchObject({ phone: null, version: 3 })
  expect((await dana.patch(at, {})).status).toBe(422)
})

test('an edit that changes nothing leaves no trace, whatever order the keys come in', async () => {
  const { body } = await dana.post('/accounts', {
    name: 'Granite Foods',
    metadata: { long_name: 1, b: { y: 1, x: 2 } },
  })
  const same = { name: 'Granite Foods', tags: [], metadata: { b: { x: 2, y: 1 }, long_name: 1 } }
  expect((await dana.patch(`/accounts/${body.id}`, same)).body.version).toBe(1)
  expect((await dana.get(`/audit?object_id=${body.id}`)).body.data).toHaveLength(1)
  await dana.patch(`/accounts/${body.id}`, { metadata: { long_name: 2 } })
  expect((await dana.get(`/audit?object_id=${body.id}`)).body.data[0]).toMatchObject({
    action: 'account.changed',
    before: { metadata: { long_name: 1, b: { y: 1, x: 2 } } },
    after: { metadata: { long_name: 2 } },
  })
})

test.each([
  ['GET', undefined],
  ['PATCH', { name: 'x' }],
])('%s of an id nobody has is 404', async (method, body) => {
  const answer = await dana.send(method, `/accounts/${nowhere}`, body)
  expect([answer.status, answer.body.code]).toEqual([404, 'not_found'])
})

test('who has no right to accounts gets 403, who is nobody 401', async () => {
  const noah = await app.as('noah')
  const felix = await app.as('felix')
  expect((await noah.get('/accounts')).status).toBe(403)
  expect((await noah.get(`/accounts/${accounts.quill}`)).status).toBe(403)
  expect((await felix.get(`/accounts/${accounts.quill}`)).status).toBe(200)
  expect((await felix.patch(`/accounts/${accounts.quill}`, { name: 'x' })).status).toBe(403)
  expect((await felix.post('/accounts', { name: 'x' })).status).toBe(403)
  expect((await app.nobody.post('/accounts', { name: 'x' })).status).toBe(401)
})

test('lists are filtered by owner, tag, industry and text, and a filter nobody knows is an error', async () => {
  await dana.post('/accounts', { name: 'Filter One', owner_id: users.lena, tags: ['red', 'blue'], industry: 'Retail' })
  await dana.post('/accounts', { name: 'Filter Two', owner_id: users.felix, tags: ['blue'], industry: 'Energy' })
  const found = async (query: string) => names((await dana.get(`/accounts?${query}`)).body.data)
  expect(await found(`owner_id=${users.lena}`)).toEqual(['Filter One'])
  expect(await found(`owner_id=${users.lena}&owner_id=${users.felix}`)).toEqual(['Filter One', 'Filter Two'])
  expect(await found('tag=red')).toEqual(['Filter One'])
  expect(await found('tag=blue&industry=Energy')).toEqual(['Filter Two'])
  expect(await found('q=LTER%20t')).toEqual(['Filter Two'])
  // a search text is text, its % and _ too
  expect(await found('q=100%25%20rob')).toEqual(['Orchard 100% Robotics_'])
  expect(await found('q=_')).toEqual(['Orchard 100% Robotics_'])
  for (const wrong of ['colour=red', 'limit=0', 'limit=201', 'limit=ten', 'owner_id=me', 'sort=phone', 'q='])
    expect([wrong, (await dana.get(`/accounts?${wrong}`)).body.code]).toEqual([wrong, 'invalid_query'])
})

test.each(['name', 'created_at', 'updated_at'])('sorting by %s goes both ways', async (sort) => {
  const up = await walk(dana, `/accounts?limit=200&sort=${sort}`)
  const down = await walk(dana, `/accounts?limit=200&sort=-${sort}`)
  expect(up.length).toBeGreaterThan(5)
  expect(down.map(({ id }) => id)).toEqual(up.map(({ id }) => id).toReversed())
  const keys = up.map((row) => String(row[sort]).toLowerCase())
  if (sort !== 'name') expect(keys).toEqual(keys.toSorted())
  else expect(keys.at(0)! < keys.at(-1)!).toBe(true)
})

test('only open deals are counted as open', async () => {
  const { body } = await dana.get(`/accounts/${accounts.kestrel}`)
  expect(body.open_deals).toBe(1)
})
