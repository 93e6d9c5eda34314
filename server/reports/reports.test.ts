import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { startApp } from '#test/app.ts'

const app = await startApp()
const { deals, users, accounts } = app.cast
const agent = await app.agent()
const at = (start: string, end: string, extra: object) => ({
  user_id: users.noah,
  start_time: start,
  end_time: end,
  source: 'agent',
  external_id: `${start}${JSON.stringify(extra)}`,
  ...extra,
})
await agent.post('/time-entries/batch', {
  entries: [
    at('2025-09-15T08:00:00Z', '2025-09-15T09:30:00Z', { deal_id: deals.fleet }),
    at('2025-09-15T10:00:00Z', '2025-09-15T10:00:07.600Z', { deal_id: deals.fleet, billable: false }),
    at('2025-09-15T21:00:00Z', '2025-09-15T23:00:00Z', { deal_id: deals.author }),
    at('2025-10-25T22:00:00Z', '2025-10-26T23:00:00Z', { deal_id: deals.author, user_id: users.grace }),
    at('2025-09-16T08:00:00Z', '2025-09-16T09:00:00Z', { tags: ['client:Quill Publishing'] }),
    at('2025-09-16T10:00:00Z', '2025-09-16T10:20:00Z', { project_name: 'Who knows' }),
  ],
})
const report = async (query = '', who: 'dana' | 'noah' | 'marta' = 'dana') =>
  (await (await app.as(who)).get(`/reports/time-per-deal${query}`)).body

test('hours per deal and everything beside them sum to the whole, to the second', async () => {
  const { data, totals, other } = await report()
  expect(data.find((row: { deal_id: string }) => row.deal_id === deals.fleet)).toMatchObject({
    seconds: 5_408,
    billable_seconds: 5_400,
    entries: 2,
  })
  expect(totals.on_accounts.seconds).toBe(3_600)
  expect(totals.waiting.seconds).toBe(1_200)
  const { on_deals, on_accounts, internal, waiting, all } = totals
  expect(on_deals.seconds + on_accounts.seconds + internal.seconds + waiting.seconds).toBe(all.seconds)
  expect(data.reduce((sum: number, row: { seconds: number }) => sum + row.seconds, 0) + other.seconds).toBe(
    on_deals.seconds + on_accounts.seconds,
  )
  const { rows } = await sql<{
    seconds: number
  }>`select sum(duration_seconds) as seconds from time_entries where status <> 'quarantined'`.execute(app.db)
  expect(all.seconds).toBe(rows[0]!.seconds)
  const limited = await report('?limit=1')
  expect(limited.totals).toEqual(totals)
  expect(limited.data[0].seconds + limited.other.seconds).toBe(on_deals.seconds + on_accounts.seconds)
})

test('a day is the person’s own: work across midnight is split, and the autumn day has 25 hours', async () => {
  const day = async (date: string) =>
    (await report(`?date_from=${date}&date_to=${date}&deal_id=${deals.author}`)).totals.all.seconds
  // 21:00–23:00 UTC is 23:00–01:00 in Berlin
  expect([await day('2025-09-15'), await day('2025-09-16')]).toEqual([3_600, 3_600])
  expect(await day('2025-10-26')).toBe(90_000)
})

test('who may see only their own hours gets only those, and a manager those of the team', async () => {
  expect((await report('', 'noah')).totals.all.seconds).toBe(
    (await report(`?user_id=${users.noah}`)).totals.all.seconds,
  )
  expect((await report('', 'marta')).totals.all.seconds).toBe(
    (await report(`?user_id=${users.noah}`)).totals.all.seconds,
  )
})

test('sums follow every change of an entry, also a deletion behind our back', async () => {
  const before = (await report()).totals.all
  await sql`update time_entries set end_time = end_time + interval '60 s', duration_seconds = duration_seconds + 60 where deal_id = ${deals.fleet}`.execute(
    app.db,
  )
  expect((await report()).totals.all.seconds).toBe(before.seconds + 120)
  await sql`delete from time_entries where deal_id = ${deals.author}`.execute(app.db)
  const { rows } = await sql<{
    seconds: number
    entries: number
  }>`select sum(duration_seconds) as seconds, count(*) as entries from time_entries`.execute(app.db)
  expect((await report()).totals.all).toMatchObject({ seconds: rows[0]!.seconds, entries: rows[0]!.entries })
})

test('the pipeline has every stage, weighs by probability and adds no currencies', async () => {
  const dana = await app.as('dana')
  await dana.post('/deals', {
    account_id: accounts.quill,
    name: 'Yen deal',
    stage: 'negotiation',
    value: { amount: '999', currency: 'JPY' },
    probability: 50,
  })
  await dana.post('/deals', { account_id: accounts.quill, name: 'No value yet', stage: 'negotiation' })
  const { body } = await dana.get('/reports/pipeline?group_by=stage')
  expect(body.data.map(({ stage }: { stage: string }) => stage)).toEqual(['prospecting', 'negotiation', 'won', 'lost'])
  expect(body.data[1]).toMatchObject({
    deals: 4,
    deals_without_value: 1,
    value: [
      { amount: '2000.00', currency: 'EUR' },
      { amount: '999', currency: 'JPY' },
    ],
    weighted_value: [
      { amount: '1200.00', currency: 'EUR' },
      { amount: '500', currency: 'JPY' },
    ],
  })
  expect((await (await app.as('noah')).get('/reports/pipeline')).status).toBe(403)
})
