import { expect, test } from 'vitest'
import { based, nowhere, startApp, walk } from '#test/app.ts'

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

const whole = {
  name: 'Whole Ltd',
  industry: null,
  address: null,
  phone: null,
  website: null,
  primary_contact_id: null,
  owner_id: users.sam,
  tags: [],
  metadata: {},
}

test('replacing an account takes every field of it, and the version it is based on', async () => {
  const { body } = await dana.post('/accounts', { name: 'Part Ltd', phone: '1', tags: ['old'] })
  const at = `/accounts/${body.id}`
  const unseen = await dana.put(at, whole)
  expect([unseen.status, unseen.body.code]).toEqual([428, 'version_required'])
  const { phone: _, ...partial } = whole
  expect((await dana.put(at, partial, based(1))).body.errors).toMatchObject([{ pointer: '/phone', code: 'required' }])
  expect((await dana.put(at, { ...whole, id: body.id }, based(1))).body.errors[0].code).toBe('unknown_field')
  const replaced = await dana.put(at, whole, based(1))
  expect(replaced.body).toMatchObject({ ...whole, version: 2 })
  const stale = await dana.put(at, { ...whole, name: 'Late Ltd' }, based(1))
  expect([stale.status, stale.headers.get('etag'), stale.body.version]).toEqual([412, '"2"', 2])
  expect((await dana.put(at, whole, based(2))).body.version).toBe(2)
})

test('a deleted account is in no list, search or body, and is found in the bin', async () => {
  const { body } = await dana.post('/accounts', { name: 'Binned Ltd', tags: ['binned'] })
  const at = `/accounts/${body.id}`
  const targets = async () => (await dana.get('/mapping-targets?q=binned')).body.data.length as number
  expect(await targets()).toBe(1)
  expect((await dana.delete(at)).body.code).toBe('version_required')
  expect((await dana.delete(at, based(7))).body).toMatchObject({ code: 'stale', version: 1 })
  const gone = await dana.delete(at, based(1))
  expect(gone.body).toMatchObject({ id: body.id, version: 2, deleted_by: users.dana })
  expect(Date.parse(gone.body.deleted_at)).toBeGreaterThan(Date.parse('2026-01-01'))
  const found = async (query: string) => names((await dana.get(`/accounts?${query}`)).body.data)
  expect(await found('q=binned')).toEqual([])
  expect(await found('tag=binned')).toEqual([])
  expect(await found('deleted=true&q=binned')).toEqual(['Binned Ltd'])
  expect(await targets()).toBe(0)
  const named = await dana.post('/contacts', { last_name: 'X', account_id: body.id })
  expect(named.body.errors).toMatchObject([{ pointer: '/account_id', code: 'unknown_reference' }])
  // who has a link to it learns that it is deleted, and changes nothing
  expect((await dana.get(at)).body.deleted_by).toBe(users.dana)
  for (const answer of [
    await dana.patch(at, { name: 'x' }),
    await dana.put(at, whole, based(2)),
    await dana.delete(at, based(2)),
  ])
    expect([answer.status, answer.body.code]).toEqual([409, 'deleted'])
})

test('a deleted account takes no new deals or tasks; the deals it has go on', async () => {
  const { body: account } = await dana.post('/accounts', { name: 'Closing Ltd' })
  const { body: deal } = await dana.post('/deals', { name: 'Goes on', account_id: account.id })
  const { body: task } = await dana.post('/tasks', { title: 'Loose' })
  await dana.delete(`/accounts/${account.id}`, based(1))
  for (const refused of [
    await dana.post('/deals', { name: 'New', account_id: account.id }),
    await dana.post('/tasks', { title: 'New', account_id: account.id }),
    await dana.patch(`/tasks/${task.id}`, { account_id: account.id }),
  ])
    expect(refused.body.errors).toMatchObject([{ pointer: '/account_id', code: 'unknown_reference' }])
  expect((await dana.patch(`/deals/${deal.id}`, { account_id: account.id, name: 'Went on' })).status).toBe(200)
  const { body: under } = await dana.post('/tasks', { title: 'Under it', deal_id: deal.id })
  expect(under.account_id).toBe(account.id)
  expect((await dana.patch(`/tasks/${under.id}`, { account_id: account.id, title: 'Still under it' })).status).toBe(200)
})

test('what hangs on a deleted account stays and says so, and restoring brings all back', async () => {
  const { body: account } = await dana.post('/accounts', { name: 'Returning Ltd' })
  const { body: contact } = await dana.post('/contacts', { last_name: 'Stays', account_id: account.id })
  const at = `/accounts/${account.id}`
  await dana.patch(at, { primary_contact_id: contact.id })
  await dana.delete(at, based(2))
  expect((await dana.get(`/contacts/${contact.id}`)).body).toMatchObject({
    account_name: 'Returning Ltd',
    account_deleted: true,
  })
  const back = await dana.post(`/accounts/${account.id}/restore`)
  expect(back.body).toMatchObject({ deleted_at: null, deleted_by: null, version: 4, primary_contact_id: contact.id })
  expect((await dana.post(`${at}/restore`)).body.version).toBe(4)
  expect((await dana.get(`/contacts/${contact.id}`)).body.account_deleted).toBe(false)
  const { data } = (await dana.get(`/audit?object_id=${account.id}`)).body
  expect(data.map(({ action }: any) => action)).toEqual([
    'account.restored',
    'account.deleted',
    'account.changed',
    'account.created',
  ])
  expect((await dana.post(`/accounts/${nowhere}/restore`)).status).toBe(404)
})

test('the primary contact is one of the account’s own', async () => {
  const { body: account } = await dana.post('/accounts', { name: 'Primary Ltd' })
  const { body: own } = await dana.post('/contacts', { last_name: 'Own', account_id: account.id })
  const { body: other } = await dana.post('/contacts', { last_name: 'Other', account_id: accounts.quill })
  const at = `/accounts/${account.id}`
  const refused = await dana.patch(at, { primary_contact_id: other.id })
  expect(refused.body.errors).toMatchObject([{ pointer: '/primary_contact_id', code: 'unknown_reference' }])
  const set = await dana.patch(at, { primary_contact_id: own.id })
  expect(set.body).toMatchObject({ primary_contact_id: own.id, primary_contact_name: 'Own' })
  // deleted, it is not shown, and comes back with its restoring; moved away, it is released for good
  await dana.delete(`/contacts/${own.id}`, based(1))
  expect((await dana.get(at)).body).toMatchObject({ primary_contact_id: null, primary_contact_name: null })
  await dana.post(`/contacts/${own.id}/restore`)
  expect((await dana.get(at)).body.primary_contact_id).toBe(own.id)
  await dana.patch(`/contacts/${own.id}`, { account_id: accounts.quill })
  expect((await dana.get(at)).body).toMatchObject({ primary_contact_id: null, version: 3 })
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
    after: { metadata: { long_name: 2, b: { y: 1, x: 2 } } },
  })
})

test.each([
  ['GET', undefined],
  ['PATCH', { name: 'x' }],
  ['PUT', whole],
  ['DELETE', undefined],
])('%s of an id nobody has is 404', async (method, body) => {
  const answer = await dana.send(method, `/accounts/${nowhere}`, body, based(1))
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
  const { body } = await dana.get('/accounts?colour=red')
  expect(body.detail).toContain('Unknown field “colour”. Known: limit, cursor, sort, q, owner_id, tag, industry')
})

test('who sees only their own gives nothing away that they could not see any more', async () => {
  await dana.post('/roles', { name: 'solo', grants: { 'accounts:read': 'own', 'accounts:write': 'own' } })
  const { body: noah } = await dana.get(`/users/${users.noah}`)
  await dana.patch(`/users/${noah.id}`, { role: 'solo' })
  const solo = await app.as('noah')
  const given = await solo.post('/accounts', { name: 'Given away', owner_id: users.sam })
  expect(given.body.errors).toMatchObject([{ pointer: '/owner_id', code: 'out_of_scope' }])
  const { body: own } = await solo.post('/accounts', { name: 'Kept' })
  expect((await solo.patch(`/accounts/${own.id}`, { owner_id: null })).status).toBe(422)
  expect(names((await solo.get('/accounts')).body.data)).toEqual(['Kept'])
  expect((await solo.delete(`/accounts/${accounts.quill}`, based(1))).status).toBe(404)
  await dana.patch(`/users/${noah.id}`, { role: 'employee' })
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
