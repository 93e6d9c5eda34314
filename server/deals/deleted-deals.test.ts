import { expect, test } from 'vitest'
import { DealWhole } from '#domain/deals.ts'
import { sql } from '#server/platform/database.ts'
import { based, nowhere, startApp } from '#test/app.ts'

const app = await startApp()
const { accounts, deals, users } = app.cast
const dana = await app.as('dana')
const make = async (name: string, extra: object = {}) =>
  (await dana.post('/deals', { account_id: accounts.quill, name, ...extra })).body
const look = async (id: string) => (await dana.get(`/deals/${id}`)).body
const names = (rows: { name: string }[]) => rows.map(({ name }) => name)
const statuses = (body: any) => body.results.map(({ status, code }: any) => (code ? `${status} ${code}` : status))
const wholeOf = (deal: Record<string, unknown>): any =>
  Object.fromEntries(Object.keys(DealWhole.properties).map((field) => [field, deal[field]]))

test('replacing a deal takes every field of it, and the version it is based on', async () => {
  const deal = await make('Part', { description: 'old', budget_hours: '10' })
  const at = `/deals/${deal.id}`
  const whole = { ...wholeOf(deal), description: null, budget_hours: null, stage: 'negotiation', probability: 75 }
  expect((await dana.put(at, whole)).body.code).toBe('version_required')
  const { end_date: _, ...partial } = whole
  expect((await dana.put(at, partial, based(1))).body.errors).toMatchObject([
    { pointer: '/end_date', code: 'required' },
  ])
  expect((await dana.put(at, whole, based(1))).body).toMatchObject({ ...whole, probability_pinned: true, version: 2 })
  const stale = await dana.put(at, { ...whole, name: 'Late' }, based(1))
  expect([stale.status, stale.headers.get('etag')]).toEqual([412, '"2"'])
})

test('a deal that is sent back as it was read is not changed, open, won or lost', async () => {
  const deal = await make('As read', { value: { amount: '10.00', currency: 'EUR' }, metadata: { a: 1 } })
  const at = `/deals/${deal.id}`
  expect((await dana.put(at, wholeOf(deal), based(1))).body).toEqual(deal)
  const { body: won } = await dana.post(`${at}/close`, { stage: 'won' })
  expect((await dana.put(at, wholeOf(won), based(2))).body).toEqual(won)
  const lost = await dana.put(at, { ...wholeOf(won), stage: 'lost' }, based(2))
  expect(lost.body.errors).toMatchObject([{ pointer: '/stage', code: 'closing' }])
  const open = await dana.put(at, { ...wholeOf(won), stage: 'negotiation', probability: null }, based(2))
  expect(open.body).toMatchObject({ stage: 'negotiation', closed_at: null, probability: 60 })
})

test('whoever may not see what a deal is worth does not empty it by replacing the rest', async () => {
  const grants = { 'deals:read': 'all', 'deals:write': 'all', 'accounts:read': 'all' }
  await dana.post('/roles', { name: 'clerk', grants })
  await dana.patch(`/users/${users.felix}`, { role: 'clerk' })
  const clerk = await app.as('felix')
  const worth = { value: { amount: '10.00', currency: 'EUR' }, budget_money: { amount: '5.00', currency: 'EUR' } }
  const deal = await make('Worth', worth)
  const { body: seen } = await clerk.get(`/deals/${deal.id}`)
  expect(seen).toMatchObject({ value: null, budget_money: null })
  const replaced = await clerk.put(`/deals/${deal.id}`, { ...wholeOf(seen), name: 'Still worth it' }, based(1))
  expect(replaced.status).toBe(200)
  expect(await look(deal.id)).toMatchObject({ ...worth, name: 'Still worth it' })
})

test('a deleted deal is in no list, sum, search or body, takes no change, and is found in the bin', async () => {
  const deal = await make('Binned deal', { owner_id: users.sam })
  const neighbour = await make('Neighbour')
  const at = `/deals/${deal.id}`
  const targets = async () => (await dana.get('/mapping-targets?q=binned')).body.data.length as number
  const openDeals = async () => (await dana.get(`/accounts/${accounts.quill}`)).body.open_deals as number
  const [before, open] = [await targets(), await openDeals()]
  expect((await dana.delete(at)).body.code).toBe('version_required')
  expect((await dana.delete(at, based(1))).body).toMatchObject({ version: 2, deleted_by: users.dana })
  expect([await targets(), await openDeals()]).toEqual([before - 1, open - 1])
  expect(names((await dana.get('/deals?q=binned')).body.data)).toEqual([])
  expect(names((await dana.get('/deals?deleted=true&q=binned')).body.data)).toEqual(['Binned deal'])
  for (const refused of [
    await dana.post('/tasks', { title: 'X', deal_id: deal.id }),
    await dana.post('/notes', { text: 'X', deal_id: deal.id }),
  ])
    expect(refused.body.errors).toMatchObject([{ pointer: '/deal_id', code: 'unknown_reference' }])
  const entry = { user_id: users.dana, start_time: '2026-09-15T09:00:00Z', end_time: '2026-09-15T10:00:00Z' }
  expect((await dana.post('/time-entries', { ...entry, deal_id: deal.id })).body.errors).toMatchObject([
    { pointer: '/deal_id', code: 'unknown_deal' },
  ])
  expect((await dana.post(`/deals/${neighbour.id}/move`, { stage: 'prospecting', after_id: deal.id })).body.code).toBe(
    'place_gone',
  )
  for (const answer of [
    await dana.patch(at, { name: 'x' }),
    await dana.put(at, wholeOf(deal), based(2)),
    await dana.delete(at, based(2)),
    await dana.post(`${at}/close`, { stage: 'won' }),
    await dana.post(`${at}/move`, { stage: 'negotiation' }),
  ])
    expect([answer.status, answer.body.code]).toEqual([409, 'deleted'])
})

test('what hangs on a deleted deal stays and says so, and restoring brings all back', async () => {
  const deal = await make('Returning')
  const { body: task } = await dana.post('/tasks', { title: 'Stays', deal_id: deal.id })
  await dana.delete(`/deals/${deal.id}`, based(1))
  expect((await dana.get(`/tasks/${task.id}`)).body).toMatchObject({ deal_id: deal.id, deal_deleted: true })
  const kept = await dana.patch(`/tasks/${task.id}`, { deal_id: deal.id, status: 'done' })
  expect(kept.body).toMatchObject({ status: 'done', account_id: accounts.quill })
  const back = await dana.post(`/deals/${deal.id}/restore`)
  expect(back.body).toMatchObject({ deleted_at: null, deleted_by: null, version: 3 })
  expect((await dana.post(`/deals/${deal.id}/restore`)).body.version).toBe(3)
  expect((await dana.get(`/tasks/${task.id}`)).body.deal_deleted).toBe(false)
  expect((await dana.post(`/deals/${nowhere}/restore`)).status).toBe(404)
})

test('time is matched to the name of a deal only while it is there', async () => {
  const deal = await make('Zanzibar lighthouse survey')
  const arrive = async (hour: number) => {
    const { body } = await dana.post('/time-entries', {
      user_id: users.dana,
      start_time: `2026-09-16T0${hour}:00:00Z`,
      end_time: `2026-09-16T0${hour}:30:00Z`,
      source: 'agent',
      project_name: 'Zanzibar lighthouse survey',
    })
    return (await dana.get(`/time-entries/${body.id}`)).body.deal_id
  }
  expect(await arrive(1)).toBe(deal.id)
  await dana.delete(`/deals/${deal.id}`, based(1))
  expect(await arrive(2)).toBeNull()
  await dana.post(`/deals/${deal.id}/restore`)
  expect(await arrive(3)).toBe(deal.id)
})

test('open deals change their stage together, each with its history; won and lost ones are left out and say why', async () => {
  const [open, there, won] = [await make('To move'), await make('There', { stage: 'negotiation' }), await make('Won')]
  await dana.post(`/deals/${won.id}/close`, { stage: 'won', reason: 'Price' })
  const position = async () => (await sql`select position from deals where id = ${there.id}`.execute(app.db)).rows[0]
  const before = await position()
  const change = { stage: 'negotiation', end_date: '2027-02-01' }
  const { body } = await dana.post('/deals/bulk', { ids: [open.id, there.id, won.id], change })
  expect(statuses(body)).toEqual(['changed', 'changed', 'skipped deal_closed'])
  expect(body.results[0].before).toEqual({ stage: 'prospecting', end_date: null })
  const stays = async (id: string) =>
    (await dana.get(`/deals/${id}/stages`)).body.data.map(({ from_stage, to_stage, left_at }: any) => [
      from_stage,
      to_stage,
      left_at === null,
    ])
  expect(await stays(open.id)).toEqual([
    ['prospecting', 'negotiation', true],
    [null, 'prospecting', false],
  ])
  // what stays where it is keeps its history and its place on the board
  expect(await stays(there.id)).toEqual([[null, 'negotiation', true]])
  expect(await position()).toEqual(before)
  expect((await dana.get(`/deals/${won.id}`)).body).toMatchObject({ stage: 'won', end_date: null })
})

test('many deals are given to somebody, put off, deleted and restored as one deed each', async () => {
  const [a, b, gone] = [await make('A'), await make('B', { end_date: '2026-12-24' }), await make('Gone')]
  await dana.delete(`/deals/${gone.id}`, based(1))
  const ids = [gone.id, b.id, nowhere, a.id]
  const change = { end_date: '2026-12-24' }
  const dry = (await dana.post('/deals/bulk', { ids, change, dry_run: true })).body
  expect(dry.deed_id).toBeNull()
  const { body } = await dana.post('/deals/bulk', { ids, change })
  expect(statuses(body)).toEqual(['skipped deleted', 'unchanged', 'skipped not_found', 'changed'])
  const written = dry.results.map((one: any) => ({
    ...one,
    version: one.status === 'changed' ? one.version + 1 : one.version,
  }))
  expect(body.results).toEqual(written)
  const owned = await dana.post('/deals/bulk', { ids: [a.id, b.id], change: { owner_id: users.lena } })
  expect(statuses(owned.body)).toEqual(['changed', 'changed'])
  expect(await look(a.id)).toMatchObject({ owner_id: users.lena, end_date: '2026-12-24', version: 3 })
  const deleted = await dana.post('/deals/bulk', { ids: [a.id, gone.id], delete: true })
  expect(statuses(deleted.body)).toEqual(['deleted', 'unchanged'])
  const restored = await dana.post('/deals/bulk', { ids: [a.id, gone.id], restore: true })
  expect(statuses(restored.body)).toEqual(['restored', 'restored'])
})

test.each([
  ['nothing to do', {}, '', 'one_of'],
  ['winning all at once', { change: { stage: 'won' } }, '/change/stage', 'invalid_enum'],
  ['an owner who is not there', { change: { owner_id: nowhere } }, '/owner_id', 'unknown_reference'],
])('%s is refused as a whole', async (_, extra, pointer, code) => {
  const { status, body } = await dana.post('/deals/bulk', { ids: [deals.author], ...extra })
  expect([status, body.errors[0]]).toMatchObject([422, { pointer, code }])
})
