/** Money: amounts in decimal text, counted in whole minor units (bigint), rounded half up away from zero. Never a float. */
import type { Money } from './shapes.ts'

/** ISO 4217 active codes by their number of minor units. `Intl` disagrees for 16 of them, so it only displays. */
const codes = {
  0: `
    BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF
  `,
  2: `
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE
    CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD
    HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK
    MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD
    RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH
    USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG
  `,
  3: `
    BHD IQD JOD KWD LYD OMR TND
  `,
  4: `
    CLF UYW
  `,
} as const

const digits = new Map(
  Object.entries(codes).flatMap(([count, list]) =>
    list
      .trim()
      .split(/\s+/)
      .map((code) => [code, Number(count)] as const),
  ),
)

/** Each active code with its number of minor units. */
export const digitsOfCurrencies: readonly (readonly [code: string, count: number])[] = [...digits]

/** Minor units of a currency; null for one that ISO 4217 does not know or that has none. */
export const minorDigits = (currency: string): number | null => digits.get(currency) ?? null

type Fault = { code: string; message: string }

/** The amount with exactly the currency's digits, or why it cannot be one: unknown currency, too many digits. */
export function normalizeMoney({ amount, currency }: Money): { money: Money } | { fault: Fault } {
  const places = minorDigits(currency)
  if (places === null)
    return { fault: { code: 'unknown_currency', message: `“${currency}” is not an active ISO 4217 currency.` } }
  const fraction = (amount.split('.')[1] ?? '').replace(/0+$/, '')
  if (fraction.length > places)
    return {
      fault: { code: 'too_many_digits', message: `${currency} has ${places} decimal places; ${amount} has more.` },
    }
  return { money: { amount: fromMinor(toMinor(amount, places), places), currency } }
}

/** Whole minor units of a decimal text; what lies below the last place is rounded half up, away from zero. */
export function toMinor(amount: string, places: number): bigint {
  // as nearly all amounts are written, of which a report reads tens of thousands
  const point = amount.indexOf('.')
  if (point === -1) return BigInt(amount) * 10n ** BigInt(places)
  if (point === amount.length - 1 - places) return BigInt(amount.slice(0, point) + amount.slice(point + 1))
  const negative = amount.startsWith('-')
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.')
  const units = BigInt(whole + fraction.slice(0, places).padEnd(places, '0'))
  const up = Number(fraction[places] ?? '0') >= 5 ? 1n : 0n
  return negative ? -(units + up) : units + up
}

export function fromMinor(units: bigint, places: number): string {
  const negative = units < 0n
  const text = String(negative ? -units : units).padStart(places + 1, '0')
  const whole = text.slice(0, text.length - places)
  return `${negative ? '-' : ''}${whole}${places > 0 ? `.${text.slice(-places)}` : ''}`
}

/** `units` × numerator / denominator, half up away from zero, so that a credit note cancels its invoice. */
export function scale(units: bigint, numerator: bigint, denominator: bigint): bigint {
  const product = units * numerator
  const size = product < 0n ? -product : product
  const rounded = (size * 2n + denominator) / (denominator * 2n)
  return product < 0n ? -rounded : rounded
}

type Weighted = { money: Money; percent: number }

/** Per currency the sum of amount × percent / 100, in the order of the codes, rounded once. Currencies are never added. */
export function weighByCurrency(parts: readonly Weighted[]): Money[] {
  const sums = new Map<string, bigint>()
  for (const { money, percent } of parts)
    sums.set(money.currency, (sums.get(money.currency) ?? 0n) + minorOf(money) * BigInt(percent))
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, hundredths]) => ({ amount: fromMinor(scale(hundredths, 1n, 100n), placesOf(currency)), currency }))
}

/** One exact sum per currency. */
export const sumByCurrency = (amounts: readonly Money[]): Money[] =>
  weighByCurrency(amounts.map((money) => ({ money, percent: 100 })))

/** What an amount comes to for each hour, rounded once to the currency's digits; null where there is no time. */
export const perHour = (money: Money, seconds: number): Money | null =>
  seconds <= 0
    ? null
    : {
        amount: fromMinor(scale(minorOf(money), 3600n, BigInt(seconds)), placesOf(money.currency)),
        currency: money.currency,
      }

const placesOf = (currency: string) => minorDigits(currency) ?? 2
const minorOf = ({ amount, currency }: Money) => toMinor(amount, placesOf(currency))
