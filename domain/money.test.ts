import { expect, test } from 'vitest'
import {
  fromMinor,
  minorDigits,
  normalizeMoney,
  perHour,
  scale,
  sumByCurrency,
  toMinor,
  weighByCurrency,
} from './money.ts'

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

// domain rules §1 and §2: priced from seconds, never from hours of two decimals
test.each([
  ['50 min at 100.00', 10_000n, 3_000n, '83.33'],
  ['3:28 h at 15.00', 1_500n, 12_480n, '52.00'],
  ['15 min at 27.50', 2_750n, 900n, '6.88'],
  ['30 min at 27.50', 2_750n, 1_800n, '13.75'],
  ['no time at 27.50', 2_750n, 0n, '0.00'],
])('%s is priced to the cent', (_, rate, seconds, price) => {
  expect(fromMinor(scale(rate, seconds, 3_600n), 2)).toBe(price)
  expect(scale(-rate, seconds, 3_600n)).toBe(-scale(rate, seconds, 3_600n))
})

test.each([
  ['0', 0, '0'],
  ['0.4', 0, '0'],
  ['-0.4', 0, '0'],
  ['999.995', 2, '1000.00'],
  ['0.00005', 4, '0.0001'],
  ['123456789012345.999999', 3, '123456789012346.000'],
])('%s at %i places is %s, also beyond what a float holds', (amount, places, rounded) => {
  expect(fromMinor(toMinor(amount, places), places)).toBe(rounded)
})

test('the table is the whole of ISO 4217: 165 active codes with minor units, 26 of them not in hundredths', () => {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const all = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => a + b + c)))
  const counted = Map.groupBy(all, (code) => minorDigits(code))
  expect([0, 2, 3, 4].map((places) => counted.get(places)?.length)).toEqual([17, 139, 7, 2])
})

// where `Intl` says 0, an invoice over 10.50 would become one over 11
test.each(['AFN', 'ALL', 'COP', 'HUF', 'IDR', 'IRR', 'KPW', 'LAK', 'LBP', 'MGA', 'MMK', 'PKR', 'SOS', 'SYP', 'YER'])(
  '%s has two minor units whatever Intl displays',
  (currency) => {
    expect(normalizeMoney({ amount: '10.5', currency })).toEqual({ money: { amount: '10.50', currency } })
  },
)

test('a weighted sum is rounded once, so many small deals weigh what they are worth', () => {
  const yen = (amount: string, percent: number) => ({ money: { amount, currency: 'JPY' }, percent })
  // 0.33 + 0.34 would be nothing if each were rounded by itself
  expect(weighByCurrency([yen('1', 33), yen('1', 34)])).toEqual([{ amount: '1', currency: 'JPY' }])
  expect(weighByCurrency([yen('999', 50)])).toEqual([{ amount: '500', currency: 'JPY' }])
  expect(weighByCurrency([{ money: { amount: '-999', currency: 'JPY' }, percent: 50 }])).toEqual([
    { amount: '-500', currency: 'JPY' },
  ])
  expect(weighByCurrency([])).toEqual([])
})

test.each([
  // 50 minutes @ 100 is 83.33: from seconds, never from rounded hours
  ['83.33', 'EUR', 3_000, '100.00'],
  ['52.00', 'EUR', 12_480, '15.00'],
  ['999', 'JPY', 7_200, '500'],
  ['-999', 'JPY', 7_200, '-500'],
  ['1.000', 'KWD', 10_800, '0.333'],
])('%s %s in %d seconds are %s an hour', (amount, currency, seconds, rate) => {
  expect(perHour({ amount, currency }, seconds)).toEqual({ amount: rate, currency })
})

test('what took no time has no worth an hour', () => {
  expect(perHour({ amount: '1.00', currency: 'EUR' }, 0)).toBeNull()
})
