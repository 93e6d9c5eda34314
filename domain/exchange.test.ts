import { expect, test } from 'vitest'
import { converted, quotesOn, ratios, type Quote } from './exchange.ts'
import { fromMinor, minorDigits, toMinor } from './money.ts'
import type { Money } from './shapes.ts'

function converter(into: string, quotes: Quote[]) {
  const ratioOf = ratios(into, quotes)
  return ({ amount, currency }: Money, day: string) => {
    const ratio = ratioOf(currency, day)
    const minor = ratio && converted(toMinor(amount, minorDigits(currency)!), ratio)
    return minor === null
      ? null
      : { money: { amount: fromMinor(minor, minorDigits(into)!), currency: into }, quotes: ratio!.quotes }
  }
}

const on = '2026-09-30'
const quote = (base: string, currency: string, rate: string): Quote => ({
  on,
  base,
  currency,
  rate,
  day: on,
  source: 'ECB',
  replaced_on: null,
})
const ecb = [quote('EUR', 'USD', '1.0852'), quote('EUR', 'JPY', '161.77'), quote('EUR', 'KWD', '0.33')]

test.each([
  ['the currency itself', 'EUR', '12.30', 'EUR', '12.30'],
  ['by its rate', 'EUR', '1000.00', 'USD', '921.49'],
  ['to a cent where most of one is left', 'EUR', '0.01', 'USD', '0.01'],
  ['a loss is rounded as a gain is', 'EUR', '-1000.00', 'USD', '-921.49'],
  ['from a currency without decimals', 'EUR', '161770', 'JPY', '1000.00'],
  ['into one without decimals', 'JPY', '10.00', 'EUR', '1618'],
  ['into one with three', 'KWD', '100.00', 'EUR', '33.000'],
  ['by the third that both are quoted in', 'USD', '161770', 'JPY', '1085.20'],
  ['and back', 'JPY', '1085.20', 'USD', '161770'],
])('an amount is converted %s', (_, into, amount, currency, expected) => {
  expect(converter(into, ecb)({ amount, currency }, on)?.money).toEqual({ amount: expected, currency: into })
})

test('large amounts and small rates lose nothing on the way', () => {
  const rupiah = converter('IDR', [quote('IDR', 'KWD', '0.000018912345')])
  expect(rupiah({ amount: '999999999999.999', currency: 'KWD' }, on)!.money.amount).toBe('52875515965894181.82')
})

test('a rate of the two themselves is taken before one by way of a third, and says so', () => {
  const direct = quote('USD', 'JPY', '150')
  expect(converter('USD', [...ecb, direct])({ amount: '150', currency: 'JPY' }, on)).toEqual({
    money: { amount: '1.00', currency: 'USD' },
    quotes: [direct],
  })
})

test('without a rate of its day there is no amount', () => {
  expect(converter('EUR', ecb)({ amount: '1.00', currency: 'INR' }, on)).toBeNull()
  expect(converter('EUR', ecb)({ amount: '1.00', currency: 'USD' }, '2026-09-29')).toBeNull()
  expect(converter('INR', ecb)({ amount: '1.00', currency: 'USD' }, on)).toBeNull()
})

test('of the rates of a pair each day gets the last on or before it, a day before all of them none, and what was replaced since is told', () => {
  const rate = (day: string, replaced_on: string | null = null) => ({ ...quote('EUR', 'USD', '1.1'), day, replaced_on })
  const days = ['2026-09-01', '2026-09-04', '2026-09-05', '2026-09-06', '2026-09-30']
  const found = quotesOn(days, [
    rate('2026-09-02', '2026-09-09'),
    rate('2026-09-04'),
    rate('2026-09-05'),
    rate('2026-09-05', '2026-10-01'),
    rate('2026-09-06', '2026-10-02'),
    rate('2026-09-06', '2026-10-01'),
    rate('2026-09-07'),
  ])
  expect(found.map(({ on, day, replaced_on }) => [on, day, replaced_on])).toEqual([
    ['2026-09-04', '2026-09-04', null],
    ['2026-09-05', '2026-09-05', '2026-10-01'],
    ['2026-09-06', '2026-09-05', '2026-10-02'],
    ['2026-09-30', '2026-09-07', null],
  ])
  expect(quotesOn(days, [])).toEqual([])
})
