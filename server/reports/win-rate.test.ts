import { expect, test } from 'vitest'
import { byKey, eur, usd, reporting } from '#test/reporting.ts'

const { agent, app, ask, at, dana, decided, enterRates } = await reporting()
const { accounts, users } = app.cast
await enterRates()

test('what is won is told by value in each currency, and once together at the rates of the days it was won', async () => {
  await decided('won', eur('1000.00'), '2026-01-01T00:00:00Z', '2026-01-11T00:00:00Z')
  const dollars = await decided('won', usd('500.00'), '2026-01-01T00:00:00Z', '2026-01-13T12:00:00Z')
  await decided('won', usd('160.00'), '2026-01-05T00:00:00Z', '2026-01-21T00:00:00Z')
  await decided('lost', eur('400.00'), '2026-01-05T00:00:00Z', '2026-01-21T00:00:00Z')
  await decided('lost', null, '2026-01-05T00:00:00Z', '2026-01-22T00:00:00Z')
  await agent.post('/time-entries/batch', {
    entries: [
      at('2026-01-12T08:00:00Z', '2026-01-12T10:00:00Z', { deal_id: dollars }),
      at('2026-01-15T08:00:00Z', '2026-01-15T11:00:00Z', { deal_id: dollars }),
    ],
  })
  const january = 'date_from=2026-01-01&date_to=2026-01-31'
  const won = await ask('win-rate', january)
  expect(won.total.cells).toMatchObject({
    won: 3,
    lost: 2,
    decided: 5,
    win_rate: null,
    won_value: [eur('1000.00'), usd('660.00')],
    lost_value: [eur('400.00')],
    // 1000 + 500 / 1.25 + 160 / 1.60
    converted_won: eur('1500.00'),
    valued: 4,
    cycle_median: 12.5,
    cycles: 3,
    velocity: null,
  })
  expect(won.rates).toEqual([
    {
      base: 'EUR',
      currency: 'USD',
      rate: null,
      day_from: '2026-01-02',
      day_to: '2026-01-20',
      source: 'Entered by hand',
    },
  ])
  const revenue = await ask('revenue-vs-hours', `${january}&hour_cost=50`)
  expect(byKey(revenue)[dollars]).toEqual({
    deals: 1,
    value: [usd('500.00')],
    converted_value: eur('400.00'),
    seconds: 18_000,
    per_hour: [usd('100.00')],
    converted_per_hour: eur('80.00'),
    cost: eur('250.00'),
    margin: eur('150.00'),
    break_even: 28_800,
    without_value: 0,
  })
  const cost = await ask('cost-of-sale', january)
  // of the hours before it was won only
  expect(byKey(cost)[dollars]).toMatchObject({ won: 1, lost: 0, seconds_before: 7_200, per_won: 7_200 })
  expect(cost.total.cells).toMatchObject({ won: 3, lost: 2, seconds_before: 7_200, per_won: 2_400, seconds_lost: 0 })
})

test('from ten deals on there are rates, and a velocity', async () => {
  const owner_id = users.lena
  for (let n = 0; n < 10; n++)
    await decided(n < 4 ? 'won' : 'lost', eur('100.00'), '2025-01-01T00:00:00Z', '2025-01-11T00:00:00Z', { owner_id })
  for (let n = 0; n < 3; n++) await dana.post('/deals', { account_id: accounts.quill, name: `Open ${n}`, owner_id })
  const { data } = await ask('win-rate', `date_from=2025-01-01&date_to=2025-01-31&owner_id=${owner_id}`)
  expect(data).toMatchObject([
    {
      label: 'lena',
      // 3 × 100 × 40 % / 10 days
      cells: {
        won: 4,
        lost: 6,
        win_rate: 40,
        win_rate_by_value: 40,
        cycle_median: 10,
        cycle_p90: 10,
        open: 3,
        velocity: eur('12.00'),
      },
    },
  ])
})

test('without a rate there is no converted sum, and the report says which is missing', async () => {
  await decided('won', { amount: '1000', currency: 'JPY' }, '2024-06-01T00:00:00Z', '2024-06-05T00:00:00Z')
  await decided('won', { amount: '10.00', currency: 'GBP' }, '2024-06-01T00:00:00Z', '2024-06-06T00:00:00Z')
  const table = await ask('win-rate', 'date_from=2024-06-01&date_to=2024-06-30')
  expect(table.total.cells).toMatchObject({ converted_won: null })
  expect(table.total.cells.won_value).toEqual([
    { amount: '10.00', currency: 'GBP' },
    { amount: '1000', currency: 'JPY' },
  ])
  // one sentence, however many they are
  expect(table.left_out).toHaveLength(1)
  expect(table.left_out[0]).toContain('no exchange rate from GBP, JPY into EUR')
})
