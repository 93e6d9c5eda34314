import { expect, test } from 'vitest'
import { mostViews, viewPages } from '#domain/views.ts'
import { nowhere, startApp } from '#test/app.ts'

const app = await startApp()
const [dana, sam, grace, marta, felix] = await Promise.all([
  app.as('dana'),
  app.as('sam'),
  app.as('grace'),
  app.as('marta'),
  app.as('felix'),
])
type Client = typeof dana
const names = async (client: Client, page = 'deals') =>
  (await client.get(`/views?page=${page}`)).body.data.map(({ name }: { name: string }) => name)
let count = 0
const keep = async (client: Client, more: object = {}) =>
  (await client.post('/views', { page: 'deals', name: `View ${++count}`, address: 'stage=won', ...more })).body

test('a private view is its owner’s, a team’s the team’s, and one for all everybody’s', async () => {
  const own = await keep(sam)
  const team = await keep(sam, { shared: 'team' })
  const all = await keep(sam, { shared: 'all' })
  expect(await names(sam)).toEqual([own.name, team.name, all.name])
  expect(await names(grace)).toEqual([team.name, all.name])
  expect(await names(marta)).toEqual([all.name])
  expect(await names(sam, 'tasks')).toEqual([])
})

test('only the owner changes a view; others get the answer of a made-up id', async () => {
  const view = await keep(sam, { shared: 'all' })
  for (const [method, body] of [
    ['PATCH', { name: 'Mine now' }],
    ['DELETE', undefined],
  ] as const) {
    const theirs = await marta.send(method, `/views/${view.id}`, body)
    const nobodys = await marta.send(method, `/views/${nowhere}`, body)
    expect(theirs.status).toBe(404)
    expect({ ...theirs.body, request_id: '' }).toEqual({ ...nobodys.body, request_id: '' })
  }
  expect((await marta.get('/views?page=deals')).body.data.find(({ id }: any) => id === view.id).may_change).toBe(false)
})

test('who runs the workspace may change what is shared, and nothing that is private', async () => {
  const shared = await keep(sam, { shared: 'all' })
  const own = await keep(sam)
  expect((await dana.patch(`/views/${shared.id}`, { name: 'Tidied' })).body.name).toBe('Tidied')
  expect((await dana.patch(`/views/${own.id}`, { name: 'Tidied' })).status).toBe(404)
})

test.each(viewPages)('one keeps one’s own way to look at %s', async (page) => {
  const view = await keep(grace, { page })
  expect(await names(grace, page)).toContain(view.name)
})

test('a view changed meanwhile is not overwritten', async () => {
  const view = await keep(sam)
  const match = { headers: { 'if-match': `"${view.version}"` } }
  expect((await sam.patch(`/views/${view.id}`, { address: 'stage=lost' }, match)).status).toBe(200)
  expect((await sam.patch(`/views/${view.id}`, { address: 'stage=won' }, match)).status).toBe(412)
  expect((await sam.send('DELETE', `/views/${view.id}`, undefined, match)).status).toBe(412)
  expect((await sam.send('DELETE', `/views/${view.id}`)).status).toBe(204)
})

test('a name is kept once, whatever its case, and by each person for themselves', async () => {
  await keep(felix, { name: 'Open deals' })
  expect((await felix.post('/views', { page: 'deals', name: 'open DEALS', address: '' })).body.code).toBe('name_taken')
  expect((await marta.post('/views', { page: 'deals', name: 'Open deals', address: '' })).status).toBe(201)
  const other = await keep(felix)
  expect((await felix.patch(`/views/${other.id}`, { name: 'Open Deals' })).body.code).toBe('name_taken')
})

test('a list opens with the view one chose, until it is gone', async () => {
  const view = await keep(sam, { shared: 'all' })
  expect((await grace.post('/views/default', { page: 'deals', view_id: view.id })).status).toBe(204)
  const isDefault = async (client: Client) =>
    (await client.get('/views?page=deals')).body.data.filter((one: any) => one.is_default).map(({ id }: any) => id)
  expect(await isDefault(grace)).toEqual([view.id])
  expect(await isDefault(sam)).toEqual([])
  expect((await grace.post('/views/default', { page: 'tasks', view_id: view.id })).status).toBe(404)
  await sam.send('DELETE', `/views/${view.id}`)
  expect(await isDefault(grace)).toEqual([])
})

test('there is an end to how many one keeps, and to what may stand in one', async () => {
  const mine = () => marta.get('/views?page=time').then(({ body }) => body.data.length)
  for (let left = mostViews - (await mine()); left > 0; left--) await keep(marta, { page: 'time' })
  expect((await marta.post('/views', { page: 'time', name: 'One more', address: '' })).body.code).toBe('too_many_views')
  for (const wrong of [
    { page: 'nowhere' },
    { address: 'a?b' },
    { address: 'x'.repeat(4_001) },
    { name: '' },
    { owner_id: nowhere },
  ])
    expect((await felix.post('/views', { page: 'tasks', name: 'Wrong', address: '', ...wrong })).status).toBe(422)
})

test('every deed with a view is in the ledger', async () => {
  const view = await keep(felix)
  await felix.patch(`/views/${view.id}`, { shared: 'team' })
  await felix.send('DELETE', `/views/${view.id}`)
  const { body } = await dana.get(`/audit?object_id=${view.id}`)
  const actions = JSON.stringify(body)
  for (const action of ['view.created', 'view.changed', 'view.deleted']) expect(actions).toContain(action)
})
