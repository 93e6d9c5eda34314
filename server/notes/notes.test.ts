import { expect, test } from 'vitest'
import { based, nowhere, startApp, walk } from '#test/app.ts'

const app = await startApp()
const { accounts, deals, tasks, users } = app.cast
const dana = await app.as('dana')
const sam = await app.as('sam')
const texts = (rows: { text: string }[]) => rows.map(({ text }) => text)

test('a note hangs on one record, says who wrote it, and keeps its text to the letter', async () => {
  const text = '**Budget** is fixed\n\n<script>alert(1)</script> \u{1F469}\u{200D}\u{1F680} ﷽ ' + 'x'.repeat(200)
  const { status, body, headers } = await sam.post('/notes', { deal_id: deals.fleet, text })
  expect(status).toBe(201)
  expect(body).toMatchObject({ deal_id: deals.fleet, account_id: null, text, author_name: 'sam', edited: false })
  expect(headers.get('etag')).toBe('"1"')
  expect((await sam.get(`/notes/${body.id}`)).body).toEqual(body)
  expect(texts((await dana.get(`/notes?deal_id=${deals.fleet}`)).body.data)).toEqual([text])
})

test.each([
  ['no record', {}, ''],
  ['two records', { deal_id: deals.fleet, account_id: accounts.kestrel }, ''],
  ['a deal that is not there', { deal_id: nowhere }, '/deal_id'],
  ['an account that is not there', { account_id: nowhere }, '/account_id'],
  ['nothing but blanks', { deal_id: deals.fleet, text: ' \n ' }, '/text'],
  ['an unknown field', { deal_id: deals.fleet, colour: 'red' }, '/colour'],
])('a note with %s is refused', async (_, extra, pointer) => {
  const { status, body } = await dana.post('/notes', { text: 'Hm', ...extra })
  expect([status, body.errors[0].pointer]).toEqual([422, pointer])
})

test('a note is changed by its author alone, and what it said stays readable', async () => {
  const { body } = await sam.post('/notes', { account_id: accounts.kestrel, text: 'First' })
  const at = `/notes/${body.id}`
  expect((await sam.patch(at, { text: 'Second' }, based(1))).body).toMatchObject({
    text: 'Second',
    edited: true,
    version: 2,
  })
  expect((await sam.patch(at, { text: 'Third' }, based(1))).status).toBe(412)
  expect((await sam.patch(at, { text: 'Second' })).body.version).toBe(2)
  expect((await dana.patch(at, { text: 'Mine now' })).status).toBe(404)
  const { data } = (await dana.get(`/notes/${body.id}/versions`)).body
  expect(data).toEqual([{ version: 1, text: 'First', written_at: body.updated_at }])
  const ledger = (await dana.get(`/audit?object_id=${body.id}&action=note.changed`)).body.data
  expect(ledger[0]).toMatchObject({ before: { text: 'First' }, after: { text: 'Second' } })
})

test('a deleted note leaves the list, waits in the bin and comes back', async () => {
  const { body } = await sam.post('/notes', { task_id: tasks.call, text: 'Gone soon' })
  const at = `/notes/${body.id}`
  const list = async (more = '') => texts((await dana.get(`/notes?task_id=${tasks.call}${more}`)).body.data)
  expect((await sam.delete(at)).status).toBe(428)
  const marta = await app.as('marta')
  // who may write about every record may clear up after others
  expect((await marta.delete(at, based(1))).body.deleted_by).toBe(users.marta)
  expect([await list(), await list('&deleted=true')]).toEqual([[], ['Gone soon']])
  expect((await sam.patch(at, { text: 'x' })).body.code).toBe('deleted')
  expect((await sam.post(`/notes/${body.id}/restore`)).body).toMatchObject({ deleted_at: null, text: 'Gone soon' })
  expect(await list()).toEqual(['Gone soon'])
})

test('whoever may not see a record sees and writes none of its notes', async () => {
  const { body } = await dana.post('/notes', { deal_id: deals.author, text: 'Confidential' })
  const at = `/notes/${body.id}`
  expect((await sam.get(`/notes?deal_id=${deals.author}`)).body.data).toEqual([])
  expect((await sam.get(at)).status).toBe(404)
  expect((await sam.get(`${at}/versions`)).status).toBe(404)
  expect((await sam.post('/notes', { deal_id: deals.author, text: 'x' })).body.errors[0].pointer).toBe('/deal_id')
  const lena = await app.as('lena')
  expect((await lena.get(at)).body.text).toBe('Confidential')
  // support reads deals and does not write about them
  expect((await lena.post('/notes', { deal_id: deals.author, text: 'x' })).status).toBe(422)
  const noah = await app.as('noah')
  expect((await noah.post('/notes', { task_id: tasks.review, text: 'Started' })).status).toBe(201)
  expect((await noah.get(`/notes?deal_id=${deals.fleet}`)).body.data).toEqual([])
})

test('a list is of one record, and pages show each note once', async () => {
  for (const wrong of ['', `?deal_id=${deals.fleet}&task_id=${tasks.call}`, '?deal_id=1', '?colour=red'])
    expect([wrong, (await dana.get(`/notes${wrong}`)).body.code]).toEqual([wrong, 'invalid_query'])
  for (let count = 0; count < 5; count++) await dana.post('/notes', { deal_id: deals.rights, text: `Note ${count}` })
  const rows = await walk(dana, `/notes?deal_id=${deals.rights}&limit=2`)
  expect(texts(rows)).toEqual(['Note 4', 'Note 3', 'Note 2', 'Note 1', 'Note 0'])
})
