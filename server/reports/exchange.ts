/** Amounts of several currencies as one, at the rates of their days; it remembers which rates were used and which are missing. */
import { converted, ratios, type Quote, type Ratio } from '#domain/exchange.ts'
import { fromMinor, minorDigits, toMinor } from '#domain/money.ts'
import type { UsedRate } from '#domain/report-tables.ts'
import type { Money } from '#domain/shapes.ts'
import { quotesFor } from '#server/exchange/queries.ts'
import { arrayOf, sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import type { Fact } from './kind.ts'

type Worth = { money: Money; on: string }
export type Exchange = {
  /** One amount in the base currency; null where a rate is missing, for a part is not the whole. */
  together: (worths: readonly Worth[]) => Money | null
  /** About as much, as a number to put rows in order by: a thousand rows are compared for each that is worked out. Below zero without a rate. */
  size: (worths: readonly Worth[]) => number
  /** Of minor units, for the database to convert with; it counts as used where the same is converted here. */
  ratio: (currency: string, on: string) => Ratio | null
  used: () => UsedRate[]
  missing: () => string[]
  /** By how many days the oldest rate of each currency lies before the day it was used for, where that is more than a week. */
  old: () => { currency: string; days: number }[]
}

/** Reads the rates of all these facts at once. */
export const exchangeFor = (db: Database, base: string, facts: readonly Fact[]): Promise<Exchange> =>
  exchangeOn(
    db,
    base,
    facts.flatMap(({ value, on }) => (value && on !== undefined ? [{ currency: value.currency, on }] : [])),
  )

type Pair = { currency: string; on: string }
export async function exchangeOn(db: Database, base: string, pairs: readonly Pair[]): Promise<Exchange> {
  const needed = pairs.filter(({ currency }) => currency !== base)
  const foreign = [...new Set(needed.map(({ currency }) => currency))]
  const days = [...new Set(needed.map(({ on }) => on))]
  return exchangeBy(base, await quotesFor(db, foreign.length > 0 ? [base, ...foreign] : [], days))
}

export const digitsOf = (currency: string) => minorDigits(currency) ?? 2

/** Each sum of a currency and a day is converted and rounded by itself, so that the parts add up to the whole. */
export function exchangeBy(base: string, quotes: readonly Quote[]): Exchange {
  const ratioOf = ratios(base, quotes)
  const known = new Map<string, Ratio | null>()
  const used = new Map<string, Quote>()
  const missing = new Set<string>()
  const ages = new Map<string, number>()
  const noted = new Set<string>()
  // asked again and again for the same days
  const ratio = (currency: string, on: string): Ratio | null => {
    const key = `${currency} ${on}`
    const found = known.get(key)
    if (found !== undefined) return found
    const first = ratioOf(currency, on)
    known.set(key, first)
    return first
  }
  const note = (key: string, { quotes: own }: Ratio) => {
    if (noted.has(key)) return
    noted.add(key)
    for (const quote of own) {
      used.set(`${quote.day} ${quote.base} ${quote.currency}`, quote)
      ages.set(quote.currency, Math.max(ages.get(quote.currency) ?? 0, daysBetween(quote.day, quote.on)))
    }
  }
  const together = (worths: readonly Worth[]): Money | null => {
    const sums = new Map<string, { currency: string; on: string; minor: bigint }>()
    for (const { money, on } of worths) {
      const { amount, currency } = money
      const key = `${currency} ${on}`
      const minor = toMinor(amount, digitsOf(currency))
      const sum = sums.get(key)
      if (sum) sum.minor += minor
      else sums.set(key, { currency, on, minor })
    }
    let total: bigint | null = 0n
    for (const [key, { currency, on, minor }] of sums) {
      const found = ratio(currency, on)
      if (found) note(key, found)
      else missing.add(currency)
      total = found && total !== null ? total + converted(minor, found) : null
    }
    return total === null ? null : { amount: fromMinor(total, digitsOf(base)), currency: base }
  }
  const factors = new Map<string, number>()
  const factorOf = (currency: string, on: string): number => {
    const key = `${currency} ${on}`
    const before = factors.get(key)
    if (before !== undefined) return before
    const found = ratio(currency, on)
    const million = found && converted(toMinor('1000000', digitsOf(currency)), found)
    const factor = million === null ? -1 : Number(fromMinor(million, digitsOf(base))) / 1_000_000
    factors.set(key, factor)
    return factor
  }
  const size = (worths: readonly Worth[]): number => {
    let total = 0
    for (const { money, on } of worths) {
      const factor = money.currency === base ? 1 : factorOf(money.currency, on)
      if (factor < 0) return -1
      total += Number(money.amount) * factor
    }
    return total
  }
  return {
    together,
    size,
    ratio,
    used: () => spansOf([...used.values()]),
    missing: () => [...missing].toSorted(),
    old: () => oldOf(ages),
  }
}

/** `rates`, one of each pair a rate is known of: how much one of its currency is worth, to put rows in order by. */
export function factorRows(exchange: Exchange, pairs: readonly Pair[]): RawBuilder<unknown> {
  const known = pairs
    .map(({ currency, on }) => ({ currency, on, factor: exchange.size([{ money: { amount: '1', currency }, on }]) }))
    .filter(({ factor }) => factor >= 0)
  const column = (of: (one: (typeof known)[number]) => string | number) => sql`${arrayOf(known.map(of))}`
  return sql`
    rates as materialized (
      select * from unnest(
        ${column(({ currency }) => currency)}::text[], ${column(({ on }) => on)}::date[], ${column(({ factor }) => factor)}::double precision[]
      ) r (currency, day, factor)
    )
  `
}

/** `ratios`, one of each pair a rate is known of, by which `convertedBy` converts as `together` does. */
export function ratioRows(exchange: Exchange, pairs: readonly Pair[]): RawBuilder<unknown> {
  const known = pairs.flatMap(({ currency, on }) => {
    const ratio = exchange.ratio(currency, on)
    return ratio ? [{ currency, on, ...ratio }] : []
  })
  const column = (of: (one: (typeof known)[number]) => string | number) => sql`${arrayOf(known.map(of))}`
  return sql`
    ratios as materialized (
      select * from unnest(
        ${column(({ currency }) => currency)}::text[], ${column(({ on }) => on)}::date[], ${column(({ currency }) => digitsOf(currency))}::integer[],
        ${column(({ numerator }) => String(numerator))}::numeric[], ${column(({ denominator }) => String(denominator))}::numeric[]
      ) r (currency, day, places, numerator, denominator)
    )
  `
}

/** Minor units of the base currency for an amount and its row `r` of `ratios`, half up away from zero: divided as whole numbers, so exactly. */
export const convertedBy = (amount: RawBuilder<unknown>): RawBuilder<unknown> => {
  const minor = sql`round(${amount} * 10::numeric ^ r.places)`
  return sql`sign(${amount}) * div(2 * abs(${minor}) * r.numerator + r.denominator, 2 * r.denominator)`
}

/** No bank says a rate on Sundays and holidays; a week without one is no holiday. */
const usual_days = 7
const daysBetween = (day: string, on: string) => Math.round((Date.parse(on) - Date.parse(day)) / 86_400_000)
const oldOf = (ages: Map<string, number>) =>
  [...ages]
    .filter(([, days]) => days > usual_days)
    .map(([currency, days]) => ({ currency, days }))
    .toSorted((a, b) => (a.currency < b.currency ? -1 : 1))

function spansOf(quotes: Quote[]): UsedRate[] {
  const pairs = Map.groupBy(quotes, ({ base, currency, source }) => `${base} ${currency} ${source}`)
  return [...pairs.values()]
    .map((list) => {
      const days = list.map(({ day }) => day).toSorted()
      const { base, currency, source, rate } = list[0]!
      return {
        base,
        currency,
        rate: days.length === 1 ? rate : null,
        day_from: days[0]!,
        day_to: days.at(-1)!,
        source,
      }
    })
    .toSorted((a, b) => (`${a.base}${a.currency}` < `${b.base}${b.currency}` ? -1 : 1))
}
