import { expect, test } from 'vitest'
import { quantiles, shareOf, shareOfMoney } from './statistics.ts'
import { velocity } from './velocity.ts'

test.each([
  [[], 0.5, null],
  [[7], 0.9, 7],
  [[3, 1, 2], 0.5, 2],
  [[4, 1, 2, 3], 0.5, 2.5],
  [[10, 20, 30, 40, 50, 60, 70, 80, 90, 100], 0.9, 91],
])('of %j the quantile %s is %s', (values, share, expected) => {
  expect(quantiles(values, [share])[0]).toBe(expected)
})

test.each([
  [3, 9, null],
  [3, 10, 30],
  [1, 12, 8.3],
  [10, 10, 100],
  [0, 0, null],
])('%i of %i is %s per cent: below ten nothing is said', (part, whole, expected) => {
  expect(shareOf(part, whole)).toBe(expected)
})

test.each([
  [1n, 3n, 10, 33.3],
  [2n, 3n, 10, 66.7],
  [1n, 3n, 9, null],
  [0n, 0n, 10, null],
  [999_999_999_999_999_999n, 10n ** 18n, 10, 100],
])('%s of %s over %i deals is %s per cent', (part, whole, n, expected) => {
  expect(shareOfMoney(part, whole, n)).toBe(expected)
})

const eur = (amount: string) => ({ amount, currency: 'EUR' })
test('the velocity is that of the rules: 40 deals of 25,000 at a quarter in 90 days', () => {
  const pace = {
    opportunities: 40,
    won: 10,
    lost: 30,
    won_value: eur('250000.00'),
    valued: 10,
    cycle_ms: 90 * 86_400_000,
  }
  expect(velocity(pace)).toEqual(eur('2777.78'))
  // the average is of those that have a value
  expect(velocity({ ...pace, won_value: eur('125000.00'), valued: 5 })).toEqual(eur('2777.78'))
  for (const nothing of [{ opportunities: 0 }, { won: 0 }, { valued: 0 }, { cycle_ms: 0 }])
    expect(velocity({ ...pace, ...nothing })).toBeNull()
})

test('a cycle is not rounded before the velocity is: a minute of it is cents', () => {
  const pace = { opportunities: 400, won: 10, lost: 0, won_value: eur('10000000.00'), valued: 10 }
  expect(velocity({ ...pace, cycle_ms: 2 * 86_400_000 + 60_000 })).toEqual(eur('199930579.66'))
  expect(velocity({ ...pace, cycle_ms: 0.5 })).toEqual(eur('69120000000000000.00'))
})
