import { expect, test } from 'vitest'
import { reporting } from '#test/reporting.ts'

const { ask, dana } = await reporting()

test('deals get on from stage to stage: who skipped one passed it, and was not in it', async () => {
  const account_id = (await dana.post('/accounts', { name: 'Conversion Ltd' })).body.id
  const make = async (...moves: string[]) => {
    const [first, ...others] = moves
    const { id } = (await dana.post('/deals', { account_id, name: 'A deal', stage: first })).body
    for (const stage of others)
      if (stage === 'won' || stage === 'lost') await dana.post(`/deals/${id}/close`, { stage })
      else await dana.patch(`/deals/${id}`, { stage })
  }
  for (let n = 0; n < 4; n++) await make('prospecting', 'negotiation', 'won')
  for (let n = 0; n < 3; n++) await make('prospecting', 'won')
  for (let n = 0; n < 2; n++) await make('negotiation', 'lost')
  for (let n = 0; n < 3; n++) await make('prospecting')
  const { data, total } = await ask('stage-conversion', `account_id=${account_id}`)
  expect(data).toMatchObject([
    {
      key: 'prospecting',
      cells: { reached: 12, conversion: 75, touched: 10, conversion_touched: 40, still: 3, stays: 7 },
    },
    { key: 'negotiation', cells: { reached: 9, conversion: null, touched: 6, conversion_touched: null } },
    { key: 'won', cells: { reached: 7, touched: 7, conversion: null } },
  ])
  expect(total.cells).toMatchObject({ reached: 12, conversion: 58.3 })
})
