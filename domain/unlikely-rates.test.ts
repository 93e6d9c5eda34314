import { expect, test } from 'vitest'
import { findUnlikely, whyUnlikely } from './unlikely-rates.ts'

const known = { day: '2026-09-29', rate: '1.0852' }
test.each([
  ['1.09', null],
  ['5.4', null],
  ['0.22', null],
  ['5.426', '5.426 is 5 times as much.'],
  ['0.217', '0.217 is 5 times less.'],
  ['10.852', '10.852 is 10 times as much.'],
  ['108.52', '108.52 is 100 times as much.'],
  ['0.010852', '0.010852 is 100 times less.'],
  ['10852', '10852 is 10,000 times as much.'],
  ['999999999999', '999999999999 is millions of times as much.'],
])('after 1.0852 a rate of %s is told as: %s', (rate, said) => {
  const why = whyUnlikely('EUR', { day: '2026-09-30', currency: 'USD', rate }, known)
  expect(why).toBe(said && `1 EUR was 1.0852 USD on 2026-09-29; ${said}`)
})

const days = (currency: string, ...rates: string[]) =>
  rates.map((rate, index) => ({ day: `2026-09-${String(index + 1).padStart(2, '0')}`, currency, rate }))
const found = (rates: ReturnType<typeof days>, before: [string, string][] = []) =>
  findUnlikely(rates, new Map(before.map(([currency, rate]) => [currency, { day: '2026-08-31', rate }]))).map(
    ({ day, currency, rate, known: { rate: last } }) => [currency, day.slice(8), rate, last],
  )

test('each day is compared with the one before it that was right', () => {
  expect(found([...days('USD', '1.08', '108', '1.09', '0.0109', '1.1'), ...days('JPY', '160', '161')])).toEqual([
    ['USD', '02', '108', '1.08'],
    ['USD', '04', '0.0109', '1.09'],
  ])
  // in whatever order the file has them
  expect(found(days('USD', '1.08', '108', '1.09').toReversed())).toEqual([['USD', '02', '108', '1.08']])
})

test('the first is compared with what is known before it, else with the first days together', () => {
  expect(found(days('USD', '108', '1.09'), [['USD', '1.08']])).toEqual([['USD', '01', '108', '1.08']])
  expect(found(days('USD', '108', '1.09', '1.1'))).toEqual([['USD', '01', '108', '1.1']])
  expect(found(days('USD', '108'))).toEqual([])
  expect(found([])).toEqual([])
})

test('a currency that slides for years is never far from its day before', () => {
  expect(found(days('TRY', '1', '2', '4', '8', '16', '32', '64'))).toEqual([])
})

test('what stays far away is named day by day', () => {
  expect(found(days('USD', '108', '109', '110'), [['USD', '1.08']])).toHaveLength(3)
})
