import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { startApp } from '#test/app.ts'

const app = await startApp()
const { deals, users, accounts } = app.cast
const dana = await app.as('dana')
const make = async (fields: object) =>
  (await dana.post('/deals', { account_id: accounts.quill, name: 'A deal', ...fields })).body.id as string
const eur = (amount: string) => ({ amount, currency: 'EUR' })
const stagesOf = async (query = '', client = dana) => {
  const { body } = await client.get(`/reports/pipeline?group_by=stage${query}`)
  return Object.fromEntries(body.data.map((row: { stage: string }) => [row.stage, row]))
}

test('the pipeline has every stage, weighs by probability and adds no currencies', async () => {
  await make({ stage: 'negotiation', value: { amount: '999', currency: 'JPY' }, probability: 50 })
  await make({ stage: 'negotiation' })
  const { status, body } = await dana.get('/reports/pipeline?group_by=stage')
  expect(status).toBe(200)
  expect(body).toMatchObject({ group_by: 'stage', date_from: null, date_to: null })
  expect(body.data).toMatchObject([
    { stage: 'prospecting', deals: 1, value: [eur('1000.00')], weighted_value: [eur('200.00')] },
    {
      stage: 'negotiation',
      deals: 4,
      deals_without_value: 1,
      value: [eur('2000.00'), { amount: '999', currency: 'JPY' }],
      weighted_value: [eur('1200.00'), { amount: '500', currency: 'JPY' }],
    },
    { stage: 'won', deals: 0, value: [], weighted_value: [], tracked_seconds: 0 },
    { stage: 'lost', deals: 1, value: [eur('1000.00')], weighted_value: [eur('0.00')] },
  ])
  expect(body.rules.join(' ')).toMatch(/end date.*closed.*currencies are never added/)
})

test('many small deals weigh what they are worth together: rounded once, half up', async () => {
  for (const probability of [33, 34]) {
    await make({ owner_id: users.felix, value: { amount: '1', currency: 'JPY' }, probability })
    await make({ owner_id: users.felix, value: { amount: '0.005', currency: 'KWD' }, probability: 50 })
  }
  const { prospecting } = await stagesOf(`&owner_id=${users.felix}`)
  expect(prospecting).toMatchObject({
    deals: 4,
    weighted_value: [
      { amount: '1', currency: 'JPY' },
      { amount: '0.005', currency: 'KWD' },
    ],
  })
})

test('won counts whole, lost nothing, also where somebody had set a probability', async () => {
  for (const stage of ['won', 'lost']) {
    const id = await make({ owner_id: users.lena, value: eur('10.00'), probability: 40 })
    await dana.post(`/deals/${id}/close`, { stage })
  }
  const { won, lost } = await stagesOf(`&owner_id=${users.lena}`)
  expect([won.weighted_value, lost.weighted_value]).toEqual([[eur('10.00')], [eur('0.00')]])
})

test('open deals fall into a range by their end date, closed ones by the day they were closed where the asker is', async () => {
  const owner_id = users.grace
  await make({ owner_id, end_date: '2026-03-31' })
  await make({ owner_id, end_date: '2026-04-01' })
  await make({ owner_id })
  const closed = await make({ owner_id, end_date: '2026-09-09' })
  await dana.post(`/deals/${closed}/close`, { stage: 'won' })
  // half past eleven at night in UTC is the next day in Berlin, where dana is
  await sql`update deals set closed_at = '2026-03-31T23:30:00Z' where id = ${closed}`.execute(app.db)
  const counts = async (from: string, to: string) => {
    const { prospecting, won } = await stagesOf(`&owner_id=${owner_id}&date_from=${from}&date_to=${to}`)
    return [prospecting.deals, won.deals]
  }
  expect(await counts('2026-03-31', '2026-03-31')).toEqual([1, 0])
  expect(await counts('2026-04-01', '2026-04-01')).toEqual([1, 1])
  expect(await counts('2026-01-01', '2026-12-31')).toEqual([2, 1])
  expect((await stagesOf(`&owner_id=${owner_id}`)).prospecting.deals).toBe(3)
})

test('hours worked on the deals of a stage are the hours the deals show', async () => {
  const agent = await app.agent()
  for (const [deal_id, hour] of [
    [deals.fleet, '08'],
    [deals.author, '10'],
  ])
    await agent.post('/time-entries', {
      user_id: users.noah,
      source: 'manual',
      deal_id,
      start_time: `2026-09-15T${hour}:00:00Z`,
      end_time: `2026-09-15T${hour}:30:01Z`,
    })
  const { negotiation } = await stagesOf()
  expect(negotiation.tracked_seconds).toBe(2 * 1_801)
  const { data } = (await dana.get('/deals?stage=negotiation&limit=200')).body
  expect(data.reduce((sum: number, deal: any) => sum + deal.tracked_seconds, 0)).toBe(negotiation.tracked_seconds)
})

test('everybody’s pipeline has the deals they may read, and no others', async () => {
  const sam = await app.as('sam')
  const mine = await stagesOf('', sam)
  const listed = (await sam.get('/deals?limit=200')).body.data
  for (const stage of ['prospecting', 'negotiation', 'won', 'lost'])
    expect(mine[stage].deals).toBe(listed.filter((deal: any) => deal.stage === stage).length)
  expect((await stagesOf(`&owner_id=${users.marta}`, sam)).negotiation.deals).toBe(0)
  expect((await (await app.as('noah')).get('/reports/pipeline')).status).toBe(403)
  expect((await app.nobody.get('/reports/pipeline')).status).toBe(401)
  for (const wrong of ['group_by=owner', 'colour=red', 'date_to=soon'])
    expect((await dana.get(`/reports/pipeline?${wrong}`)).status).toBe(400)
})
