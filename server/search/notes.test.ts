import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { based, startApp } from '#test/app.ts'

const app = await startApp()
const { accounts, deals, tasks, users } = app.cast
const people = { dana: await app.as('dana'), sam: await app.as('sam'), noah: await app.as('noah') }
type Found = { id: string; type: string; title: string; record: { type: string; id: string } }
const find = async (q: string, client = people.dana, more = '') =>
  (await client.get(`/search?q=${encodeURIComponent(q)}${more}`)).body.data as Found[]
const ids = async (q: string, client = people.dana) => (await find(q, client)).map(({ id }) => id)
const write = async (about: object, text: string, client = people.dana) =>
  (await client.post('/notes', { ...about, text })).body.id as string

test('a note is found by its words wherever they stand, and says what it hangs on', async () => {
  const id = await write(
    { deal_id: deals.fleet },
    `${'They talked at length. '.repeat(300)}The pricing hinges on zeppelins.`,
  )
  const [hit] = await find('zeppelins')
  expect(hit).toMatchObject({ id, type: 'note', detail: 'Fleet dashboard', record: { type: 'deal', id: deals.fleet } })
  expect((await find('zeppelins fleet')).map((found) => found.id)).toEqual([id])
  expect(await find('zeppelins', people.dana, '&types=deal')).toEqual([])
  expect((await find('zeppelins', people.dana, '&types=note')).map((found) => found.id)).toEqual([id])
})

test('a record says that it is itself what opens', async () => {
  const [hit] = await find('fleet dashboard', people.dana, '&types=deal')
  expect(hit!.record).toEqual({ type: 'deal', id: deals.fleet })
})

test('only who may read what a note hangs on finds it, and the new owner does once it changes hands', async () => {
  const onDeal = await write({ deal_id: deals.rights }, 'Marmalade for the quill people')
  const onTask = await write({ task_id: tasks.review }, 'Marmalade for the wireframes')
  expect((await ids('marmalade')).sort()).toEqual([onDeal, onTask].sort())
  expect(await ids('marmalade', people.noah)).toEqual([onTask])
  expect(await ids('quill marmalade', people.sam)).toEqual([])
  await people.dana.patch(`/deals/${deals.rights}`, { owner_id: users.sam })
  expect(await ids('quill marmalade', people.sam)).toEqual([onDeal])
})

test('a rewritten note is found by its new words alone, a deleted one not at all until it is back', async () => {
  const id = await write({ account_id: accounts.kestrel }, 'Persimmon season')
  await people.dana.patch(`/notes/${id}`, { text: 'Tamarind season' }, based(1))
  expect([await ids('persimmon'), await ids('tamarind')]).toEqual([[], [id]])
  await people.dana.delete(`/notes/${id}`, based(2))
  expect(await ids('tamarind')).toEqual([])
  await people.dana.post(`/notes/${id}/restore`, {})
  expect(await ids('tamarind')).toEqual([id])
})

test.each([
  ['deals', { account_id: accounts.kestrel, name: 'Quokka rollout' }, 'deal_id'],
  ['tasks', { title: 'Quokka rollout' }, 'task_id'],
  ['accounts', { name: 'Quokka rollout' }, 'account_id'],
  ['contacts', { account_id: accounts.kestrel, last_name: 'Quokka rollout' }, 'contact_id'],
] as const)(
  'of %s what is deleted goes at once with its notes, and what is restored comes back with them',
  async (kind, fields, about) => {
    const { body } = await people.dana.post(`/${kind}`, fields)
    const note = await write({ [about]: body.id }, 'Wombat clause')
    expect((await ids('quokka')).sort()).toEqual([body.id, note].sort())
    await people.dana.delete(`/${kind}/${body.id}`, based(1))
    expect([await ids('quokka'), await ids('wombat')]).toEqual([[], []])
    await people.dana.post(`/${kind}/${body.id}/restore`, {})
    expect((await ids('quokka')).sort()).toEqual([body.id, note].sort())
    await sql`delete from notes where id = ${note}`.execute(app.db)
    expect(await ids('wombat')).toEqual([])
    await people.dana.delete(`/${kind}/${body.id}`, based(3))
  },
)
