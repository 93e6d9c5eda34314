/** The filters by which a figure finds its rows, asked by themselves: what they are not asked for is refused by name, and by right. */
import { expect, test } from 'vitest'
import { reporting } from '#test/reporting.ts'

const { app, ask, dana } = await reporting()
const { deals, users, tasks, teams } = app.cast
const [lena, noah] = await Promise.all([app.as('lena'), app.as('noah')])

test.each([
  '/deals?with=colour',
  '/deals?without=stage',
  '/deals?movement=sideways',
  '/deals?reached=lost',
  '/deals?moved_from=yesterday',
  '/deals?created_from=2026-13-01',
  '/deals?currency=euro',
  '/deals?team_id=mine',
  '/tasks?with=value',
  '/tasks?team_id=mine',
  '/time-entries?without=title',
  '/time-entries?placed_by=luck',
  '/time-entries?rule_id=1',
  '/time-entries?currency=eur',
])('%s is refused, naming what is wrong', async (target) => {
  const { status, body } = await dana.get(target)
  const [name] = /(?<=\?)\w+/.exec(target)!
  expect([status, body.errors[0].pointer.startsWith(`/${name}`)]).toEqual([400, true])
})

test('who may not see values finds nothing by them', async () => {
  for (const target of [
    '/deals?currency=EUR',
    '/deals?with=value',
    '/deals?without=value',
    '/deals?movement=changed',
    '/deals/matching?without=value',
    '/time-entries?currency=EUR',
    '/time-entries/export?currency=EUR',
  ])
    expect([target, (await lena.get(target)).status]).toEqual([target, 403])
  expect((await lena.get('/deals?movement=won&without=owner')).status).toBe(200)
})

const names = async (target: string) => (await dana.get(target)).body.data.map(({ name }: any) => name).toSorted()
test('deals by what they have, whose team they are of, and when they were entered', async () => {
  const { id } = (await dana.post('/deals', { account_id: app.cast.accounts.quill, name: 'Bare', owner_id: null })).body
  expect(await names('/deals?without=value&without=owner&without=team&without=end_date')).toEqual(['Bare'])
  expect(await names('/deals?without=owner&with=value')).toEqual([])
  expect(await names(`/deals?deal_id=${id}&deal_id=${deals.fleet}&with=owner`)).toHaveLength(1)
  expect(await names(`/deals?team_id=${teams.growth}`)).not.toContain('Bare')
  expect(await names('/deals?created_to=2020-01-01')).toEqual([])
  expect(await names('/deals?created_from=2020-01-01')).toContain('Bare')
  expect(await names('/deals?rotting=false')).toContain('Bare')
  // without days: from before all until now
  expect(await names('/deals?movement=open_after')).toEqual(['Bare'])
  expect(await names('/deals?movement=created&movement=won')).toEqual(['Bare'])
  expect(await names('/deals?movement=open_before')).toEqual([])
  expect(await names('/deals?reached=won')).toEqual(await names('/deals?stage=won'))
})

test('tasks by what they have and whose team they are for', async () => {
  const titles = async (query: string) => (await dana.get(`/tasks?${query}`)).body.data.map(({ id }: any) => id)
  expect(await titles('without=estimate')).toContain(tasks.review)
  await dana.patch(`/tasks/${tasks.review}`, { estimated_hours: '2' })
  expect(await titles('without=estimate')).not.toContain(tasks.review)
  expect(await titles(`with=estimate&with=assignee&team_id=${teams.delivery}`)).toEqual([tasks.review])
  expect(await titles(`without=team&team_id=${teams.delivery}`)).toEqual([])
})

test('entries by whose deal they are on, what they lack, and how they were placed', async () => {
  const count = async (query: string) => (await dana.get(`/time-entries?limit=200&${query}`)).body.data.length
  expect(await count(`owner_id=${users.sam}`)).toBe(4)
  expect(await count('currency=EUR')).toBe(5)
  expect(await count('without=account')).toBe(1)
  expect(await count('with=task')).toBe(1)
  expect(await count('placed_by=named')).toBe(5)
  expect(await count('placed_by=person')).toBe(0)
  expect((await dana.get('/time-entries/matching?without=account')).body.data).toHaveLength(1)
})

test('where one may list other entries than one may count, no list is offered', async () => {
  const own = await ask('time-per-person', '', noah)
  expect(own.columns[0].drill).toMatchObject({ list: 'time-entries' })
  const key = (await dana.post('/api-keys', { name: 'figures', scopes: ['reports:read'] })).body.key
  const table = await ask('time-per-person', '', app.bearer(key))
  expect(table.columns.map(({ drill }: any) => drill)).toEqual([null, null, null, null])
})
