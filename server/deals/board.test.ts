import { expect, test } from 'vitest'
import { grants } from '#domain/permissions.ts'
import { systemActor } from '#server/platform/actor.ts'
import { sql, transact } from '#server/platform/database.ts'
import { nowhere, startApp, walk } from '#test/app.ts'
import { moveDeal } from './move-deal.ts'

const app = await startApp()
const { accounts, deals, users } = app.cast
const dana = await app.as('dana')
let made = 0
const make = async (extra: object = {}, client = dana) =>
  (await client.post('/deals', { account_id: accounts.quill, name: `Card ${made++}`, ...extra })).body
/** A customer of its own gives a board of its own. */
const customer = async () => (await dana.post('/accounts', { name: `Customer ${made++}` })).body.id as string
const cardsOf = async (account_id: string, stage = 'prospecting') =>
  (await walk(dana, `/deals?account_id=${account_id}&stage=${stage}&sort=position&limit=50`)).map(({ id }) => id)
const column = async (query: string, stage: string, client = dana) =>
  (await client.get(`/deals/board?${query}`)).body.data.find((one: any) => one.stage === stage)
const move = (id: string, body: object, headers: Record<string, string> = {}) =>
  dana.post(`/deals/${id}/move`, body, { headers })

test('the board has every stage with sums per currency, weighted, and never a sum of two currencies', async () => {
  const account_id = await customer()
  const of = [
    { value: { amount: '100.10', currency: 'EUR' } },
    { value: { amount: '0.05', currency: 'EUR' }, probability: 50 },
    { value: { amount: '7', currency: 'JPY' } },
    {},
  ]
  for (const extra of of) await make({ account_id, ...extra })
  const { data } = (await dana.get(`/deals/board?account_id=${account_id}`)).body
  expect(data.map(({ stage }: any) => stage)).toEqual(['prospecting', 'negotiation', 'won', 'lost'])
  expect(data[0]).toMatchObject({
    deals: 4,
    value: [
      { amount: '100.15', currency: 'EUR' },
      { amount: '7', currency: 'JPY' },
    ],
    // 20 % of 100.10 and 50 % of 0.05 are 20.045, rounded once
    weighted_value: [
      { amount: '20.05', currency: 'EUR' },
      { amount: '1', currency: 'JPY' },
    ],
    deals_without_value: 1,
  })
  expect(data[1]).toMatchObject({ deals: 0, value: [], cards: { data: [], next_cursor: null, has_more: false } })
})

test('the board is narrowed by custom fields as the list is, in its sums too', async () => {
  await dana.post('/custom-fields', {
    object: 'deal',
    key: 'region',
    label: 'Region',
    type: 'select',
    options: ['North', 'South'],
  })
  const account_id = await customer()
  await make({ account_id, metadata: { region: 'North' } })
  await make({ account_id, metadata: { region: 'South' } })
  const { deals: count, cards } = await column(`account_id=${account_id}&metadata.region=North`, 'prospecting')
  expect([count, cards.data.length]).toEqual([1, 1])
  expect((await dana.get('/deals/board?metadata.nothing=1')).status).toBe(400)
})

test('a column goes on where the board stopped, and shows each card once', async () => {
  const account_id = await customer()
  for (let count = 0; count < 7; count++) await make({ account_id })
  const { cards, deals: count } = await column(`account_id=${account_id}&limit=3`, 'prospecting')
  expect([count, cards.data.length, cards.has_more]).toEqual([7, 3, true])
  const rest = `/deals?account_id=${account_id}&stage=prospecting&sort=position&limit=3&cursor=${cards.next_cursor}`
  const next = (await dana.get(rest)).body.data
  expect([...cards.data, ...next].map(({ id }: any) => id)).toEqual((await cardsOf(account_id)).slice(0, 6))
})

test('won and lost show a period, open stages everything', async () => {
  const account_id = await customer()
  const [old, recent] = [await make({ account_id }), await make({ account_id }), await make({ account_id })]
  await dana.post(`/deals/${old.id}/close`, { stage: 'won', closed_on: '2026-01-15', reason: 'Signed' })
  await dana.post(`/deals/${recent.id}/close`, { stage: 'won', closed_on: '2026-02-15' })
  const since = `account_id=${account_id}&closed_from=2026-02-01`
  expect((await column(since, 'won')).cards.data.map(({ id }: any) => id)).toEqual([recent.id])
  expect((await column(since, 'won')).deals).toBe(1)
  expect((await column(since, 'prospecting')).deals).toBe(1)
})

test('a card goes to the top, below or above another one, and its version stays', async () => {
  const account_id = await customer()
  const [c, b, a] = [await make({ account_id }), await make({ account_id }), await make({ account_id })]
  const names = { [a.id]: 'a', [b.id]: 'b', [c.id]: 'c' } as Record<string, string>
  const order = async () => (await cardsOf(account_id)).map((id) => names[id]).join('')
  expect(await order()).toBe('abc')
  const stage = 'prospecting'
  expect((await move(a.id, { stage, after_id: b.id })).body.version).toBe(1)
  expect(await order()).toBe('bac')
  await move(b.id, { stage, after_id: c.id })
  expect(await order()).toBe('acb')
  await move(b.id, { stage, before_id: c.id })
  expect(await order()).toBe('abc')
  await move(c.id, { stage, before_id: a.id })
  expect(await order()).toBe('cab')
  await move(b.id, { stage })
  expect(await order()).toBe('bca')
  const { data } = (await dana.get(`/audit?object_id=${c.id}&action=deal.moved`)).body
  expect(data[0].before.position).not.toEqual(data[0].after.position)
})

test('into another stage it is that stage’s deed: a change, a closing with date and reason, a reopening', async () => {
  const account_id = await customer()
  const [stays, card] = [await make({ account_id, stage: 'negotiation' }), await make({ account_id })]
  const moved = (await move(card.id, { stage: 'negotiation', after_id: stays.id }, { 'if-match': '"1"' })).body
  expect(moved).toMatchObject({ stage: 'negotiation', probability: 60, version: 2 })
  expect(await cardsOf(account_id, 'negotiation')).toEqual([stays.id, card.id])
  const won = (await move(card.id, { stage: 'won', closed_on: '2026-02-03', reason: 'Signed' })).body
  expect(won).toMatchObject({ stage: 'won', closed_reason: 'Signed', closed_at: '2026-02-03T11:00:00.000Z' })
  expect((await move(card.id, { stage: 'lost' })).body.code).toBe('already_closed')
  expect((await move(card.id, { stage: 'negotiation' })).body).toMatchObject({ stage: 'negotiation', closed_at: null })
  expect(await cardsOf(account_id, 'negotiation')).toEqual([card.id, stays.id])
  const actions = (await dana.get(`/audit?object_id=${card.id}`)).body.data.map(({ action }: any) => action)
  expect(actions).toEqual(['deal.reopened', 'deal.closed', 'deal.changed', 'deal.created'])
})

test('a move names one neighbour that is still there, in a stage that exists, of the version one saw', async () => {
  const account_id = await customer()
  const [a, b] = [await make({ account_id }), await make({ account_id })]
  const stage = 'prospecting'
  const both = await move(a.id, { stage, after_id: b.id, before_id: b.id })
  expect([both.status, both.body.errors[0].pointer]).toEqual([422, '/before_id'])
  for (const after_id of [nowhere, deals.fleet, a.id])
    expect((await move(a.id, { stage, after_id })).body.code).toBe('place_gone')
  expect((await move(a.id, { stage: 'later' })).body.errors[0].pointer).toBe('/stage')
  expect((await move(nowhere, { stage })).status).toBe(404)
  await dana.patch(`/deals/${a.id}`, { name: 'Newer' })
  expect((await move(a.id, { stage }, { 'if-match': '"1"' })).status).toBe(412)
  const future = await move(a.id, { stage: 'won', closed_on: '2199-01-01' })
  expect([future.status, future.body.errors[0].pointer]).toEqual([422, '/closed_on'])
  // refused as a whole: the stage did not change either
  expect((await move(a.id, { stage: 'negotiation', after_id: b.id })).body.code).toBe('place_gone')
  expect((await dana.get(`/deals/${a.id}`)).body.stage).toBe('prospecting')
})

test('a thousand random moves leave the order that the same moves leave in a plain list', async () => {
  const account_id = await customer()
  let seed = 7
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below
  const stages = ['prospecting', 'negotiation'] as const
  const columns: Record<string, string[]> = { prospecting: [], negotiation: [] }
  for (let count = 0; count < 24; count++) columns['prospecting']!.unshift((await make({ account_id })).id)
  const actor = systemActor('command', grants.admin)
  // through the verb, because so many requests would test HTTP
  for (let count = 0; count < 1_000; count++) {
    const cards = Object.values(columns).flat()
    const id = cards[random(cards.length)]!
    const stage = stages[random(2)]!
    for (const list of Object.values(columns)) if (list.includes(id)) list.splice(list.indexOf(id), 1)
    const column = columns[stage]!
    // mostly into the same gap, which is what wears a gap out
    const place = random(4) === 0 ? random(column.length + 1) : Math.min(1, column.length)
    const [above, below] = [column[place - 1], column[place]]
    const beside =
      above && (random(2) === 0 || !below)
        ? { after_id: above }
        : below && (above || random(2))
          ? { before_id: below }
          : {}
    column.splice(place, 0, id)
    await transact(app.db, (tx) => moveDeal(tx, actor, id, { stage, ...beside }, null))
  }
  for (const stage of stages) expect(await cardsOf(account_id, stage)).toEqual(columns[stage])
}, 60_000)

test('a gap halved hundreds of times is spread anew and keeps its order', async () => {
  const account_id = await customer()
  const [bottom, x, y] = [await make({ account_id }), await make({ account_id }), await make({ account_id })]
  for (let count = 0; count < 130; count++)
    await move(count % 2 === 0 ? x.id : y.id, { stage: 'prospecting', before_id: bottom.id })
  expect(await cardsOf(account_id)).toEqual([x.id, y.id, bottom.id])
  const { rows } = await sql<{ digits: number }>`select max(scale(position)) as digits from deals`.execute(app.db)
  expect(rows[0]!.digits).toBeLessThan(101)
})

test('people who move cards at once lose none and tie none', async () => {
  const account_id = await customer()
  const ids: string[] = []
  for (let count = 0; count < 8; count++) ids.push((await make({ account_id })).id)
  const stage = 'negotiation'
  const first = (await make({ account_id, stage })).id
  const answers = await Promise.all(ids.map((id) => move(id, { stage, after_id: first })))
  expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 200))
  const order = await cardsOf(account_id, stage)
  expect(order[0]).toBe(first)
  expect(order.toSorted()).toEqual([first, ...ids].toSorted())
})

test('of two people who move one card, the slower is told that it changed', async () => {
  const { id } = await make()
  const seen = { 'if-match': '"1"' }
  const answers = await Promise.all(['negotiation', 'won', 'lost'].map((stage) => move(id, { stage }, seen)))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412])
})

test('a team orders what it sees; cards of others keep their places between', async () => {
  const account_id = await customer()
  const sam = await app.as('sam')
  const mine = await make({ account_id }, sam)
  const hidden = await make({ account_id })
  const other = await make({ account_id }, sam)
  expect((await sam.post(`/deals/${hidden.id}/move`, { stage: 'prospecting' })).status).toBe(404)
  const beside = await sam.post(`/deals/${mine.id}/move`, { stage: 'prospecting', after_id: hidden.id })
  expect(beside.body.code).toBe('place_gone')
  await sam.post(`/deals/${mine.id}/move`, { stage: 'prospecting', before_id: other.id })
  expect(await cardsOf(account_id)).toEqual([mine.id, other.id, hidden.id])
  expect((await column(`account_id=${account_id}`, 'prospecting', sam)).deals).toBe(2)
})

test('who may not see values gets the board without them', async () => {
  const lena = await app.as('lena')
  const seen = await column(`account_id=${accounts.quill}`, 'negotiation', lena)
  expect(seen).toMatchObject({ value: [], weighted_value: [] })
  expect(seen.cards.data[0].value).toBeNull()
  expect((await lena.get(`/deals/${deals.author}/stages`)).status).toBe(200)
  expect((await lena.post(`/deals/${deals.author}/move`, { stage: 'won' })).status).toBe(403)
})

test('a closed deal is reopened where it was, or where one says; an open one is not', async () => {
  const { id } = await make({ stage: 'negotiation' })
  const reopen = (body: object = {}) => dana.post(`/deals/${id}/reopen`, body)
  expect((await reopen()).body.code).toBe('deal_open')
  await dana.post(`/deals/${id}/close`, { stage: 'lost' })
  expect((await reopen()).body).toMatchObject({ stage: 'negotiation', closed_at: null, closed_reason: null })
  await dana.post(`/deals/${id}/close`, { stage: 'won' })
  expect((await reopen({ stage: 'prospecting' })).body.stage).toBe('prospecting')
  expect((await dana.post(`/deals/${nowhere}/reopen`)).status).toBe(404)
})

test('the history tells each stay with value, probability and close date as they were', async () => {
  const { id } = await make({ value: { amount: '100', currency: 'EUR' }, end_date: '2026-12-31' })
  await dana.patch(`/deals/${id}`, { value: { amount: '250', currency: 'USD' }, probability: 75, end_date: null })
  await move(id, { stage: 'negotiation' })
  const { data } = (await dana.get(`/deals/${id}/stages`)).body
  expect(data).toMatchObject([
    {
      from_stage: 'prospecting',
      to_stage: 'negotiation',
      value: { amount: '250.00', currency: 'USD' },
      probability: 75,
    },
    { from_stage: null, to_stage: 'prospecting', value: { amount: '100.00' }, probability: 20, end_date: '2026-12-31' },
  ])
  expect(data[0]).toMatchObject({ actor_name: 'dana', left_at: null, end_date: null })
  expect(data[1].left_at).toBe(data[0].entered_at)
  const felix = await app.as('felix')
  expect((await felix.get(`/deals/${id}/stages`)).body.data).toHaveLength(2)
  const sam = await app.as('sam')
  expect((await sam.get(`/deals/${id}/stages`)).status).toBe(404)
})

test('a probability set by hand is pinned; the stage’s own follows the stage', async () => {
  const { id, probability_pinned } = await make()
  expect(probability_pinned).toBe(false)
  expect((await move(id, { stage: 'negotiation' })).body).toMatchObject({ probability: 60, probability_pinned: false })
  await dana.patch(`/deals/${id}`, { probability: 35 })
  expect((await move(id, { stage: 'prospecting' })).body).toMatchObject({ probability: 35, probability_pinned: true })
})

test('an open deal rots when nothing changed, no task was done and no time was tracked for longer than its stage allows', async () => {
  const { id } = await make()
  const at = `/deals/${id}`
  const seen = async () => {
    const { idle_days, rotting } = (await dana.get(at)).body
    return { idle_days, rotting }
  }
  expect(await seen()).toEqual({ idle_days: 0, rotting: false })
  await sql`update deals set updated_at = now() - interval '20 days' where id = ${id}`.execute(app.db)
  expect(await seen()).toEqual({ idle_days: 20, rotting: true })

  const task = (await dana.post('/tasks', { title: 'Nudge', deal_id: id, status: 'done' })).body
  expect(await seen()).toEqual({ idle_days: 0, rotting: false })
  await sql`update tasks set done_at = now() - interval '17 days' where id = ${task.id}`.execute(app.db)
  expect(await seen()).toEqual({ idle_days: 17, rotting: true })

  const start = Date.now() - 10 * 86_400_000
  const entry = { user_id: users.noah, source: 'manual', deal_id: id, start_time: new Date(start).toISOString() }
  await dana.post('/time-entries', { ...entry, end_time: new Date(start + 60_000).toISOString() })
  expect(await seen()).toEqual({ idle_days: 10, rotting: false })

  const rotting_days = { prospecting: 9, negotiation: 30 }
  expect((await dana.patch('/workspace', { rotting_days })).body.rotting_days).toEqual(rotting_days)
  expect(await seen()).toEqual({ idle_days: 10, rotting: true })
  await dana.post(`${at}/close`, { stage: 'won' })
  expect(await seen()).toEqual({ idle_days: null, rotting: false })
})

test('a card shows the next task of those one may see', async () => {
  const { id } = await make()
  expect((await dana.get(`/deals/${id}`)).body.next_task).toBeNull()
  await dana.post('/tasks', { title: 'Some day', deal_id: id })
  const soon = (await dana.post('/tasks', { title: 'Soon', deal_id: id, due_date: '2026-12-01' })).body
  await dana.post('/tasks', { title: 'Done', deal_id: id, due_date: '2026-11-01', status: 'done' })
  const next_task = { id: soon.id, title: 'Soon', due_date: '2026-12-01' }
  expect((await dana.get(`/deals/${id}`)).body.next_task).toEqual(next_task)
})

test('what an import took back is on no list and no board, in no sum, and no task of it is next', async () => {
  const account_id = await customer()
  const [gone, stays] = [await make({ account_id }), await make({ account_id })]
  const task = (await dana.post('/tasks', { title: 'Gone too', deal_id: stays.id })).body
  await sql`update deals set deleted_at = now() where id = ${gone.id}`.execute(app.db)
  await sql`update tasks set deleted_at = now() where id = ${task.id}`.execute(app.db)
  expect(await cardsOf(account_id)).toEqual([stays.id])
  expect((await column(`account_id=${account_id}`, 'prospecting')).deals).toBe(1)
  expect((await dana.get(`/deals/${stays.id}`)).body.next_task).toBeNull()
  expect((await dana.get(`/tasks?deal_id=${stays.id}`)).body.data).toEqual([])
})
