import { expect, test } from 'vitest'
import { eur, reporting } from '#test/reporting.ts'

const { agent, app, ask, at, dana, rowsBehind } = await reporting()

test('unbilled work is told by how old it is, and what it is worth by the hours planned', async () => {
  const account_id = (await dana.post('/accounts', { name: 'Unbilled Ltd' })).body.id
  const { id: deal_id } = (
    await dana.post('/deals', { account_id, name: 'Planned', value: eur('8000.00'), budget_hours: '100' })
  ).body
  await agent.post('/time-entries/batch', {
    entries: [
      at('2025-10-01T08:00:00Z', '2025-10-01T09:00:00Z', { deal_id }),
      at('2025-11-15T08:00:00Z', '2025-11-15T09:30:00Z', { deal_id }),
      at('2025-12-30T08:00:00Z', '2025-12-30T08:20:00Z', { deal_id }),
      at('2025-12-30T09:00:00Z', '2025-12-30T10:00:00Z', { deal_id, billable: false }),
    ],
  })
  const table = await ask('unbilled', `account_id=${account_id}&date_to=2025-12-31`)
  expect(table.data).toMatchObject([
    {
      key: account_id,
      cells: {
        seconds: 10_200,
        value: [eur('226.67')],
        converted_value: eur('226.67'),
        unpriced_seconds: 0,
        to_30: eur('26.67'),
        to_60: eur('120.00'),
        to_90: eur('0.00'),
        older: eur('80.00'),
      },
    },
  ])
  const seconds = async (name: string) =>
    (await rowsBehind(table, table.data[0], name))?.reduce((sum, row) => sum + row.duration_seconds, 0)
  expect(await seconds('value')).toBe(10_200)
  expect(await seconds('to_60')).toBe(5_400)
  // what an hour is worth is told by the deals around it
  expect(await seconds('unpriced_seconds')).toBe(undefined)
  expect(
    (await ask('unbilled', `account_id=${account_id}&date_to=2025-12-31&group_by=age`)).data.map(
      ({ label }: any) => label,
    ),
  ).toEqual(['0 to 30 days', '31 to 60 days', 'Over 90 days'])
})

test('whose deals the others are that one worked on is neither said by a row nor told by a filter', async () => {
  const { users, deals } = app.cast
  await agent.post('/time-entries/batch', {
    entries: [
      at('2025-08-04T08:00:00Z', '2025-08-04T09:00:00Z', { user_id: users.sam, deal_id: deals.author }),
      at('2025-08-04T09:00:00Z', '2025-08-04T09:30:00Z', { user_id: users.sam, deal_id: deals.fleet }),
    ],
  })
  const days = 'date_from=2025-08-01&date_to=2025-08-31'
  const labels = async (who: typeof dana) =>
    (await ask('unbilled', `${days}&group_by=owner`, who)).data.map(({ label, narrows, cells }: any) => [
      label,
      Object.keys(narrows).length > 0,
      cells.seconds,
    ])
  expect(await labels(dana)).toEqual([
    ['marta', true, 3_600],
    ['sam', true, 1_800],
  ])
  const sam = await app.as('sam')
  // nor what an hour on them brings, so they come last
  expect(await labels(sam)).toEqual([
    ['sam', true, 1_800],
    ['On deals of others', false, 3_600],
  ])
  for (const [owner, seconds] of [
    [users.marta, 0],
    [users.sam, 1_800],
  ] as const) {
    const table = await ask('unbilled', `${days}&owner_id=${owner}`, sam)
    expect([owner, table.total.cells.seconds]).toEqual([owner, seconds])
    const { data } = (await sam.get(`/time-entries?limit=50&${days}&owner_id=${owner}`)).body
    expect(data.reduce((sum: number, row: any) => sum + row.duration_seconds, 0)).toBe(seconds)
  }
})
