import { expect, test } from 'vitest'
import { eur, reporting } from '#test/reporting.ts'

const { agent, ask, at, dana, rowsBehind } = await reporting()

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
