import { expect, test } from 'vitest'
import { based, nowhere, startApp, walk } from '#test/app.ts'

const app = await startApp()
const { accounts, users } = app.cast
const dana = await app.as('dana')
const sam = await app.as('sam')
const names = (rows: { name: string }[]) => rows.map(({ name }) => name)
const make = async (extra: object = {}) => (await dana.post('/contacts', { last_name: 'Someone', ...extra })).body

const anna = {
  first_name: 'Anna',
  last_name: 'Åkesson',
  account_id: accounts.quill,
  email: 'Anna.Akesson@quill.example',
  phone: '+46 8 123 456',
  job_title: 'Publisher',
  tags: ['board'],
  metadata: {},
}

test('a contact is created with what was sent, owned by whoever creates it, and found again', async () => {
  const { status, body, headers } = await sam.post('/contacts', anna)
  expect(status).toBe(201)
  expect(body).toMatchObject({
    ...anna,
    name: 'Anna Åkesson',
    account_name: 'Quill Publishing GmbH',
    account_deleted: false,
    owner_id: users.sam,
    owner_name: 'sam',
    deleted_at: null,
    version: 1,
  })
  expect(headers.get('etag')).toBe('"1"')
  expect((await sam.get(`/contacts/${body.id}`)).body).toEqual(body)
  const { data } = (await dana.get(`/audit?object_id=${body.id}`)).body
  expect(data).toMatchObject([{ action: 'contact.created', object_type: 'contact', after: { last_name: 'Åkesson' } }])
})

test('somebody may be known by one name and no company', async () => {
  const body = await make({ last_name: 'Cher' })
  expect(body).toMatchObject({
    name: 'Cher',
    first_name: null,
    account_id: null,
    account_name: null,
    account_deleted: false,
  })
})

test.each([
  ['an unknown field', { colour: 'red' }, '/colour', 'unknown_field'],
  ['a field the server owns', { deleted_at: null }, '/deleted_at', 'unknown_field'],
  ['an e-mail address that is none', { email: 'anna at quill' }, '/email', 'invalid_format'],
  ['an empty last name', { last_name: ' ' }, '/last_name', 'invalid_minLength'],
  ['an account that does not exist', { account_id: nowhere }, '/account_id', 'unknown_reference'],
  ['an owner who does not exist', { owner_id: nowhere }, '/owner_id', 'unknown_reference'],
])('%s is refused, naming the field', async (_, extra, pointer, code) => {
  const { status, body } = await dana.post('/contacts', { last_name: 'X', ...extra })
  expect([status, body.errors[0]]).toMatchObject([422, { pointer, code }])
})

test('an edit, a replacement and a deletion each know the version they are based on', async () => {
  const { id } = await make()
  const at = `/contacts/${id}`
  expect((await dana.patch(at, { phone: '1' }, based(1))).body).toMatchObject({ phone: '1', version: 2 })
  expect((await dana.patch(at, { phone: '2' }, based(1))).body).toMatchObject({ code: 'stale', version: 2 })
  expect((await dana.patch(at, { phone: '1' }, based(2))).body.version).toBe(2)
  const whole = { ...anna, owner_id: users.lena, last_name: 'Whole' }
  expect((await dana.put(at, whole)).status).toBe(428)
  expect((await dana.put(at, whole, based(2))).body).toMatchObject({ ...whole, version: 3 })
  expect((await dana.delete(at)).status).toBe(428)
  expect((await dana.delete(at, based(3))).body).toMatchObject({ deleted_by: users.dana, version: 4 })
  expect((await dana.patch(at, { phone: '3' })).body.code).toBe('deleted')
  const found = async (query: string) => names((await dana.get(`/contacts?${query}`)).body.data)
  expect(await found('q=Whole')).toEqual([])
  expect(await found('deleted=true&q=Whole')).toEqual(['Anna Whole'])
  expect((await dana.post(`/contacts/${id}/restore`)).body).toMatchObject({ deleted_at: null, version: 5 })
  expect(await found('q=Whole')).toEqual(['Anna Whole'])
})

test.each([
  ['GET', '', undefined],
  ['PATCH', '', { last_name: 'x' }],
  ['PUT', '', { ...anna, owner_id: null }],
  ['DELETE', '', undefined],
  ['POST', '/restore', {}],
])('%s of a contact nobody has is 404', async (method, verb, body) => {
  expect((await dana.send(method, `/contacts/${nowhere}${verb}`, body, based(1))).body.code).toBe('not_found')
})

test('moving the primary contact away is one deed on both records', async () => {
  const { id, version } = await make({ account_id: accounts.kestrel })
  await dana.patch(`/accounts/${accounts.kestrel}`, { primary_contact_id: id })
  await dana.patch(`/contacts/${id}`, { account_id: null }, based(version))
  const [moved] = (await dana.get(`/audit?object_id=${id}`)).body.data
  const [released] = (await dana.get(`/audit?object_id=${accounts.kestrel}`)).body.data
  expect(released).toMatchObject({
    deed_id: moved.deed_id,
    action: 'account.changed',
    before: { primary_contact_id: id },
    after: { primary_contact_id: null },
  })
})

test('lists are filtered by account, owner, tag and text: name, e-mail or phone', async () => {
  await make({
    first_name: 'Filter',
    last_name: 'One',
    owner_id: users.lena,
    tags: ['red'],
    email: 'f1@filter.example',
  })
  await make({ first_name: 'Filter', last_name: 'Two', account_id: accounts.kestrel, phone: '+49 30 777' })
  const found = async (query: string) => names((await dana.get(`/contacts?${query}`)).body.data)
  expect(await found('q=filter%20t')).toEqual(['Filter Two'])
  expect(await found('q=F1@FILTER')).toEqual(['Filter One'])
  expect(await found('q=30%20777')).toEqual(['Filter Two'])
  expect(await found('tag=red')).toEqual(['Filter One'])
  expect(await found(`account_id=${accounts.kestrel}`)).toEqual(['Filter Two'])
  expect(await found(`owner_id=${users.lena}&q=filter`)).toEqual(['Filter One'])
  for (const wrong of ['colour=red', 'sort=phone', 'deleted=maybe', 'limit=201'])
    expect([wrong, (await dana.get(`/contacts?${wrong}`)).body.code]).toEqual([wrong, 'invalid_query'])
})

test.each(['name', 'email', 'created_at', 'updated_at', '-updated_at,name', 'email,-created_at'])(
  'walking by %s shows every contact once',
  async (sort) => {
    const whole = (await dana.get(`/contacts?limit=200&sort=${sort}`)).body.data
    expect((await walk(dana, `/contacts?limit=2&sort=${sort}`)).map(({ id }) => id)).toEqual(
      whole.map(({ id }: { id: string }) => id),
    )
  },
)

test('who has no right to accounts has none to contacts, and finance reads only', async () => {
  const [noah, felix] = [await app.as('noah'), await app.as('felix')]
  const { id } = await make()
  expect((await noah.get('/contacts')).status).toBe(403)
  expect((await felix.get(`/contacts/${id}`)).status).toBe(200)
  expect((await felix.post('/contacts', anna)).status).toBe(403)
  expect((await felix.delete(`/contacts/${id}`, based(1))).status).toBe(403)
})

test('contacts go with their owner’s deactivation to whoever takes over', async () => {
  const { id } = await make({ owner_id: users.grace })
  const { body } = await dana.post(`/users/${users.grace}/deactivate`, { reassign_to: users.sam })
  expect(body.reassigned.contacts).toBe(1)
  expect((await dana.get(`/contacts/${id}`)).body.owner_id).toBe(users.sam)
})
