import { expect, test } from 'vitest'
import { fromMinor, minorDigits, normalizeMoney, scale, sumByCurrency, toMinor } from './money.ts'

test.each([
  ['JPY', 0],
  ['EUR', 2],
  ['KWD', 3],
  ['CLF', 4],
  ['IDR', 2],
  ['XXX', null],
  ['ABC', null],
])('%s has %s minor units (ISO 4217)', (currency, places) => {
  expect(minorDigits(currency)).toBe(places)
})

test.each([
  ['1234.5', 'EUR', '1234.50'],
  ['1234.500000', 'EUR', '1234.50'],
  ['5', 'JPY', '5'],
  ['2.755', 'KWD', '2.755'],
  ['-0.01', 'EUR', '-0.01'],
])('%s %s is kept as %s', (amount, currency, kept) => {
  expect(normalizeMoney({ amount, currency })).toEqual({ money: { amount: kept, currency } })
})

test.each([
  ['1.005', 'EUR', 'too_many_digits'],
  ['1234.5', 'JPY', 'too_many_digits'],
  ['1.00', 'ZZZ', 'unknown_currency'],
])('%s %s is refused as %s', (amount, currency, code) => {
  expect(normalizeMoney({ amount, currency })).toMatchObject({ fault: { code } })
})

test.each([
  ['1234.5', 0, '1235'],
  ['2.7555', 3, '2.756'],
  ['16.125', 2, '16.13'],
  ['-16.125', 2, '-16.13'],
  ['1.005', 2, '1.01'],
])('%s rounded to %i places is %s', (amount, places, rounded) => {
  expect(fromMinor(toMinor(amount, places), places)).toBe(rounded)
})

test('rounding a negative amount is the negative of rounding the amount', () => {
  for (let units = 1n; units < 2_000n; units++) expect(scale(-units, 37n, 100n)).toBe(-scale(units, 37n, 100n))
})

test('currencies are summed beside each other and never added', () => {
  const sums = sumByCurrency([
    { amount: '0.10', currency: 'EUR' },
    { amount: '5', currency: 'JPY' },
    { amount: '0.20', currency: 'EUR' },
  ])
  expect(sums).toEqual([
    { amount: '0.30', currency: 'EUR' },
    { amount: '5', currency: 'JPY' },
  ])
})
