import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { eur, march, reporting } from '#test/reporting.ts'

const { app, ask, dana } = await reporting()

test('what was open at the beginning, and every step, sum to what was open at the end', async () => {
  const account_id = (await dana.post('/accounts', { name: 'Movement Ltd' })).body.id
  const make = async (value: string, history: [stage: string, entered: string, value?: string][]) => {
    const { id } = (await dana.post('/deals', { account_id, name: 'Moving', value: eur(value) })).body
    await sql`delete from deal_stages where deal_id = ${id}`.execute(app.db)
    for (const [n, [stage, entered, worth]] of history.entries())
      await sql`
        insert into deal_stages (deal_id, from_stage, to_stage, entered_at, left_at, value, currency, probability)
        values (${id}, ${history[n - 1]?.[0] ?? null}, ${stage}, ${entered}, ${history[n + 1]?.[1] ?? null}, ${worth ?? value}, 'EUR', 50)
      `.execute(app.db)
    const [stage, entered] = history.at(-1)!
    const closed = stage === 'won' || stage === 'lost'
    await sql`
      update deals set stage = ${stage}, closed_at = ${closed ? entered : null}, created_at = ${history[0]![1]} where id = ${id}
    `.execute(app.db)
  }
  await make('100.00', [['prospecting', '2026-02-01T00:00:00Z']])
  await make('150.00', [
    ['prospecting', '2026-02-01T00:00:00Z', '120.00'],
    ['negotiation', '2026-03-05T00:00:00Z', '150.00'],
  ])
  await make('200.00', [
    ['prospecting', '2026-02-01T00:00:00Z'],
    ['won', '2026-03-10T00:00:00Z'],
  ])
  await make('300.00', [['prospecting', '2026-03-20T00:00:00Z']])
  await make('50.00', [
    ['prospecting', '2026-03-20T00:00:00Z'],
    ['lost', '2026-03-21T00:00:00Z'],
  ])
  await make('70.00', [
    ['prospecting', '2026-01-20T00:00:00Z'],
    ['lost', '2026-02-01T00:00:00Z'],
    ['negotiation', '2026-03-15T00:00:00Z'],
  ])
  await make('1.00', [['prospecting', '2026-04-02T00:00:00Z']])
  const table = await ask('pipeline-movement', `${march}&account_id=${account_id}`)
  expect(table.data.map(({ key, cells }: any) => [key, cells.deals, cells.converted_value.amount])).toEqual([
    ['open_before', 3, '420.00'],
    ['created', 2, '350.00'],
    ['reopened', 1, '70.00'],
    ['changed', 0, '30.00'],
    ['won', -1, '-200.00'],
    ['lost', -1, '-50.00'],
  ])
  expect(table.total.cells).toMatchObject({ deals: 4, value: [eur('620.00')] })
  const april = await ask('pipeline-movement', `date_from=2026-04-01&date_to=2026-04-30&account_id=${account_id}`)
  expect(april.data[0].cells).toMatchObject({ deals: 4, value: [eur('620.00')] })
})
