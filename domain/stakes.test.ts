import { expect, test } from 'vitest'
import { stakeOf, usualHours } from './stakes.ts'

const eur = (amount: string) => ({ amount, currency: 'EUR' })
const inr = (amount: string) => ({ amount, currency: 'INR' })
const usual = usualHours([eur('60.00'), eur('100.00'), eur('140.00'), inr('2000.00')])
const offer = (confidence: number, per_hour: ReturnType<typeof eur> | null, account_id: string | null = 'a') => ({
  account_id,
  confidence,
  per_hour,
})

test('the usual hour of a currency is its middle one, each in its own money', () => {
  expect([...usual]).toEqual([
    ['EUR', 100],
    ['INR', 2000],
  ])
})

test.each([
  ['nothing is known: its hours', 7_200, [], 2],
  ['half sure of a usual hour', 3_600, [offer(0.5, eur('100.00'))], 0.5],
  ['worth twice as much', 3_600, [offer(0.5, eur('200.00'))], 0.75],
  ['the usual hour of another currency weighs the same', 3_600, [offer(0.5, inr('2000.00'))], 0.5],
  ['a worth nobody knows counts as usual', 3_600, [offer(0.5, null)], 0.5],
  ['likely internal', 3_600, [offer(0.8, null, null)], 0.04],
  ['as good as sure', 36_000, [offer(0.99, eur('100.00'))], 0.1],
])('at stake is more, the longer, dearer and less sure it is: %s', (_, duration_seconds, offers, stake) => {
  expect(stakeOf(duration_seconds, offers, usual)).toBeCloseTo(stake, 3)
})
