import { expect, test } from 'vitest'
import { byKey, eur, usd, reporting } from '#test/reporting.ts'

const { app, ask, dana, decided, enterRates, rowsBehind } = await reporting()
const { users } = app.cast
const sam = await app.as('sam')
await enterRates()

test('the pipeline is what is open: by stage, owner and month, weighed, converted at the rates of a day', async () => {
  const account_id = (await dana.post('/accounts', { name: 'Pipeline Ltd' })).body.id
  const make = (value: object | null, more: object = {}) =>
    dana.post('/deals', { account_id, name: 'Open', owner_id: users.sam, value, ...more })
  await make(eur('100.00'), { stage: 'negotiation', end_date: '2026-05-31' })
  await make(usd('160.00'), { probability: 50, end_date: '2026-06-01' })
  await make(null)
  const open = await ask('pipeline', `account_id=${account_id}&rates_on=2026-01-20`)
  expect(byKey(open)).toMatchObject({
    prospecting: {
      deals: 2,
      value: [usd('160.00')],
      weighted_value: [usd('80.00')],
      converted_weighted: eur('50.00'),
      without_value: 1,
    },
    negotiation: { deals: 1, value: [eur('100.00')], weighted_value: [eur('60.00')] },
  })
  expect(open.total.cells).toMatchObject({ converted_value: eur('200.00'), converted_weighted: eur('110.00') })
  expect(open.rates).toMatchObject([{ rate: '1.60', day_from: '2026-01-20', day_to: '2026-01-20' }])
  expect(open.rules.join(' ')).toContain('at the rates of 2026-01-20')
  expect(open.rules.join(' ')).not.toContain('older than the day')
  const earlier = await ask('pipeline', `account_id=${account_id}&rates_on=2026-01-10`)
  expect(earlier.rules).toContain('The rate of USD is up to 8 days older than the day it is used for.')
  expect(earlier.total.cells.converted_value).toEqual(eur('228.00'))
  const months = await ask('pipeline', `account_id=${account_id}&group_by=month`)
  expect(months.data.map(({ key, cells }: any) => [key, cells.deals])).toEqual([
    ['2026-05', 1],
    ['2026-06', 1],
    [null, 1],
  ])
  const june = await ask('pipeline', `account_id=${account_id}&date_from=2026-06-01&date_to=2026-06-30`)
  expect(june.total.cells.deals).toBe(1)
  expect((await ask('pipeline', `account_id=${account_id}&currency=USD`)).total.cells.deals).toBe(1)
})

test('behind a figure of deals stand the deals it counted', async () => {
  const counted = async (table: any, ...names: string[]) => {
    let opened = 0
    for (const row of [...table.data, table.total])
      for (const name of names) {
        const rows = await rowsBehind(table, row, name)
        const { report, group_by } = table
        expect([report, group_by, row.label, name, rows?.length ?? 0]).toEqual([
          report,
          group_by,
          row.label,
          name,
          row.cells[name],
        ])
        opened += rows?.length ?? 0
      }
    expect(opened).toBeGreaterThan(0)
  }
  for (const group of ['stage', 'account', 'owner', 'team', 'currency', 'month', 'deal'])
    await counted(await ask('pipeline', `group_by=${group}`), 'deals', 'without_value', 'rotting')
  await decided('won', eur('1.00'), '2025-02-01T00:00:00Z', '2025-03-01T00:00:00Z')
  await decided('lost', null, '2025-02-01T00:00:00Z', '2025-03-02T00:00:00Z', { owner_id: null })
  const days = 'date_from=2025-01-01&date_to=2026-01-31'
  for (const group of ['owner', 'account', 'team', 'currency', 'month'])
    await counted(await ask('win-rate', `${days}&group_by=${group}`), 'won', 'lost', 'decided', 'valued')
  for (const group of ['month', 'owner'])
    await counted(await ask('cohort-win-rate', `${days}&group_by=${group}`), 'entered', 'won', 'lost', 'open')
})

test('who sees the deals of a team counts those alone, and is told so', async () => {
  const [all, team] = [await ask('pipeline'), await ask('pipeline', '', sam)]
  expect(team.left_out).toEqual(['Only your team’s deals are counted.'])
  expect(team.total.cells.deals).toBe(
    (await sam.get('/deals?stage=prospecting&stage=negotiation&limit=200')).body.data.length,
  )
  expect(team.total.cells.deals).toBeLessThan(all.total.cells.deals)
})

test('where another rate was used before, replaced or withdrawn, whoever converts by the new one is told', async () => {
  const felix = await app.as('felix')
  const account_id = (await dana.post('/accounts', { name: 'Rerated Ltd' })).body.id
  await dana.post('/deals', { account_id, name: 'Open', value: { amount: '100.00', currency: 'CHF' } })
  const on = async (day: string) => {
    const table = await ask('pipeline', `account_id=${account_id}&rates_on=${day}`)
    return [table.total.cells.converted_value?.amount, table.rules.filter((rule: string) => rule.includes('another'))]
  }
  const chf = { base: 'EUR', currency: 'CHF' }
  await felix.post('/exchange-rates', { ...chf, day: '2026-02-02', rate: '0.50' })
  const { id } = (await felix.post('/exchange-rates', { ...chf, day: '2026-02-10', rate: '0.80' })).body
  expect(await on('2026-02-05')).toEqual(['200.00', []])
  await felix.post('/exchange-rates', { ...chf, day: '2026-02-02', rate: '0.40', replace: true })
  const { replaced_at } = (
    await felix.get('/exchange-rates?currency=CHF&replaced=true&date_to=2026-02-02')
  ).body.data.find((rate: any) => rate.replaced_at)
  const said = `A rate of CHF used here took the place of another, the last on ${replaced_at.slice(0, 10)}: what was made before may say other amounts.`
  expect(await on('2026-02-05')).toEqual(['250.00', [said]])
  expect(await on('2026-02-11')).toEqual(['125.00', []])
  await felix.delete(`/exchange-rates/${id}`)
  expect(await on('2026-02-11')).toEqual(['250.00', [said]])
})
