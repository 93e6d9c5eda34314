import { expect, test } from 'vitest'
import { nowhere, startApp, walk } from '#test/app.ts'
import { findPairs } from './find-pairs.ts'

const app = await startApp()
const { accounts, users } = app.cast
const dana = await app.as('dana')
const marta = await app.as('marta')
const account = async (fields: object) => (await dana.post('/accounts', fields)).body
const contact = async (fields: object) => (await dana.post('/contacts', fields)).body
type Typed = Record<string, string>
const addressOf = { accounts: '/accounts/candidates', contacts: '/contacts/candidates' }
const candidates = async (noun: keyof typeof addressOf, typed: Typed, client = dana) =>
  (await client.get(`${addressOf[noun]}?${new URLSearchParams(typed)}`)).body.data
const nameOf = ({ record }: { record: { name: string } }) => record.name

test('an account that is being typed is recognised by name, website and phone, with reasons', async () => {
  await account({ name: 'Blåbär Bröd AB', website: 'https://www.blabar.example/om', phone: '+46 8 555 12 34' })
  expect(await candidates('accounts', { name: 'blabar brod' })).toMatchObject([
    { record: { name: 'Blåbär Bröd AB', owner_name: 'dana' }, score: 75, reasons: ['The same name'] },
  ])
  expect(await candidates('accounts', { name: 'Blabarr Brod GmbH' })).toMatchObject([
    { reasons: ['Nearly the same name'] },
  ])
  const [found] = await candidates('accounts', { name: 'Berries', website: 'blabar.example', phone: '08-555 12 34' })
  expect(found.reasons).toEqual(['The same website blabar.example', 'The same phone number'])
  for (const typed of [{ name: 'Berries' }, { phone: '08-555 12 34' }, { name: '' }, { website: 'https://' }])
    expect(await candidates('accounts', typed as Typed)).toEqual([])
})

test('a contact that is being typed is recognised with names swapped, initials and a national number', async () => {
  const { id } = await contact({
    first_name: 'Anna',
    last_name: 'Åkesson',
    email: 'anna@blabar.example',
    phone: '+46 8 777 12 34',
    account_id: accounts.quill,
  })
  const typed: [Typed, string][] = [
    [{ last_name: 'Somebody', email: 'ANNA@blabar.example' }, 'The same e-mail anna@blabar.example'],
    [{ first_name: 'akesson', last_name: 'anna', account_id: accounts.quill }, 'The same names in another order'],
    [{ first_name: 'A.', last_name: 'Akesson', account_id: accounts.quill }, 'The same name with initials'],
    [{ first_name: 'Anna', last_name: 'Akesson', phone: '08 777 12 34' }, 'The same phone number'],
    [{ first_name: 'Anna', last_name: 'Åkesson', email: 'a.akesson@blabar.example' }, 'Both at blabar.example'],
  ]
  for (const [fields, reason] of typed) {
    const [found] = await candidates('contacts', fields)
    expect([fields, found?.record.id]).toEqual([fields, id])
    expect(found.reasons).toContain(reason)
  }
  expect(await candidates('contacts', { first_name: 'Anna', last_name: 'Åkesson' })).toEqual([])
})

test('what is deleted, and what one may not see, is no candidate', async () => {
  const { id } = await account({ name: 'Hidden Harbour', owner_id: users.grace })
  await dana.post('/roles', { name: 'field', grants: { 'accounts:read': 'own' } })
  await dana.patch(`/users/${users.lena}`, { role: 'field' })
  expect(await candidates('accounts', { name: 'Hidden Harbour' }, await app.as('lena'))).toEqual([])
  expect((await candidates('accounts', { name: 'hidden harbour' })).map(nameOf)).toEqual(['Hidden Harbour'])
  await dana.delete(`/accounts/${id}`, { headers: { 'if-match': '"1"' } })
  expect(await candidates('accounts', { name: 'Hidden Harbour' })).toEqual([])
  expect((await (await app.as('noah')).get('/accounts/candidates?name=Hidden')).status).toBe(403)
  expect((await dana.get('/accounts/candidates?colour=red')).body.code).toBe('invalid_query')
})

const nameOfRecord = ({ name }: { name: string }) => name
const pairs = async (object: string, client = marta) => {
  await findPairs(app.db)
  const found = await walk(client, `/duplicates?object=${object}&limit=2`)
  return found.map(({ records }) => records.map(nameOfRecord).toSorted())
}

test('a scan pairs what is there, the surest first, page by page', async () => {
  for (const name of ['Tern Marine Ltd', 'Tern Marine', 'Tern Marin']) await account({ name })
  await account({ name: 'Osprey', website: 'https://osprey.example' })
  await account({ name: 'Osprey GmbH', website: 'http://www.osprey.example/de' })
  const found = await pairs('account')
  expect(found[0]).toEqual(['Osprey', 'Osprey GmbH'])
  expect(found).toEqual(
    expect.arrayContaining([
      ['Tern Marine', 'Tern Marine Ltd'],
      ['Tern Marin', 'Tern Marine'],
      ['Tern Marin', 'Tern Marine Ltd'],
    ]),
  )
  expect(new Set(found.map(String)).size).toBe(found.length)
  const two = { first_name: 'Jo', last_name: 'Marsh', account_id: accounts.kestrel }
  await contact({ ...two, email: 'jo@kestrel.example' })
  await contact({ ...two, first_name: 'J.' })
  expect(await pairs('contact')).toContainEqual(['J. Marsh', 'Jo Marsh'])
})

test('two that are not the same are told apart once and for all, and it can be taken back', async () => {
  const ids = [(await account({ name: 'Sable Works' })).id, (await account({ name: 'Sable Works' })).id]
  const pair = ['Sable Works', 'Sable Works']
  expect(await pairs('account')).toContainEqual(pair)
  const say = (dismissed: boolean) => marta.post('/duplicates/dismiss', { object: 'account', ids, dismissed })
  expect((await say(true)).status).toBe(204)
  expect((await say(true)).status).toBe(204)
  expect(await pairs('account')).not.toContainEqual(pair)
  const { data } = (await dana.get('/audit?action=account.told_apart')).body
  expect(data).toMatchObject([{ after: { not_the_same_as: expect.toBeOneOf(ids) } }])
  expect((await say(false)).status).toBe(204)
  expect(await pairs('account')).toContainEqual(pair)
  const other = await marta.post('/duplicates/dismiss', { object: 'account', ids: [ids[0], nowhere], dismissed: true })
  expect([other.status, other.body.errors[0].pointer]).toEqual([422, '/ids'])
})

const shownNames = async (): Promise<string[]> =>
  (await walk(marta, '/duplicates?object=account')).flatMap(({ records }) => records.map(nameOfRecord))

test('a pair goes when one of the two changes or is deleted, and comes when they become alike', async () => {
  const heron = await account({ name: 'Heron Paper' })
  const other = await account({ name: 'Something else', phone: '+46 8 123 99 88' })
  const pair = ['Heron Paper', 'Heron Paperi']
  expect(await pairs('account')).not.toContainEqual(pair)
  const rename = (name: string) => dana.patch(`/accounts/${other.id}`, { name })
  await rename('Heron Paperi')
  expect(await pairs('account')).toContainEqual(pair)
  await rename('Bittern')
  // before the job has looked again, too
  expect(await shownNames()).not.toContain('Bittern')
  await rename('Heron Paperi')
  expect(await pairs('account')).toContainEqual(pair)
  await dana.delete(`/accounts/${heron.id}`, { headers: { 'if-match': '"1"' } })
  expect(await shownNames()).not.toContain('Heron Paper')
  await dana.post(`/accounts/${heron.id}/restore`)
  expect(await pairs('account')).toContainEqual(pair)
})

test('of a pair one sees nothing unless one may see both', async () => {
  await account({ name: 'Dunlin Dairy', owner_id: users.lena })
  await account({ name: 'Dunlin Dairy', owner_id: users.grace })
  const mine = ['Dunlin Dairy', 'Dunlin Dairy']
  await dana.post('/roles', { name: 'tidy', grants: { 'accounts:read': 'own', 'records:merge': 'own' } })
  await dana.patch(`/users/${users.lena}`, { role: 'tidy' })
  const lena = await app.as('lena')
  expect(await pairs('account', lena)).toEqual([])
  await account({ name: 'Dunlin Dairy', owner_id: users.lena })
  expect(await pairs('account', lena)).toEqual([mine])
  expect((await pairs('account')).filter(([name]) => name === 'Dunlin Dairy')).toHaveLength(3)
})

test('everything is looked through piece by piece, and a run that ended early is gone on with', async () => {
  await findPairs(app.db)
  const scan = async () => (await marta.get('/duplicates/scan?object=contact')).body
  expect(await scan()).toMatchObject({ object: 'contact', progress: 1, finished_at: expect.any(String) })
  await app.db.insertInto('contacts').values(many(2_500)).execute()
  await app.db.deleteFrom('duplicate_changes').execute()
  // another judge than the last one begins anew
  await app.db.updateTable('duplicate_scans').set({ judge: 0 }).where('object', '=', 'contact').execute()
  const seen: number[] = []
  for (let done = false; !done && seen.length < 20;) {
    done = await findPairs(app.db, 0)
    seen.push((await scan()).progress)
  }
  expect(seen.at(-1)).toBe(1)
  expect(new Set(seen.filter((progress) => progress > 0 && progress < 1)).size).toBeGreaterThan(1)
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  const found = await walk(marta, '/duplicates?object=contact&limit=200')
  expect(found.filter(({ records }) => records[0].email?.startsWith('twin.'))).toHaveLength(1_250)
})

/** Two by two of one address. */
const many = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    first_name: `Given${n % (count / 2)}`,
    last_name: `Family${n % (count / 2)}`,
    email: `twin.${n % (count / 2)}@many.example`,
  }))

test('what more than fifty share says nothing', async () => {
  const shared = Array.from({ length: 60 }, (_, n) => ({
    first_name: 'Ada',
    last_name: `Vo${'bcdfghjk'[n % 8]}o${'lmnpqrst'[n >> 3]}o`,
    email: 'all@crowd.example',
  }))
  await app.db.insertInto('contacts').values(shared).execute()
  await findPairs(app.db)
  const found = await walk(marta, '/duplicates?object=contact&limit=200')
  expect(found.filter(({ records }) => records[0].email === 'all@crowd.example')).toEqual([])
})
