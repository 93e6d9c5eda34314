/** Amounts of several currencies as one, at the rates of their days; it remembers which rates were used and which are missing. */
import { converted, ratios, type Quote, type Ratio } from '#domain/exchange.ts'
import { fromMinor, minorDigits, toMinor } from '#domain/money.ts'
import { daysBetween } from '#domain/periods.ts'
import type { UsedRate } from '#domain/report-tables.ts'
import type { Money } from '#domain/shapes.ts'
import { quotesFor } from '#server/exchange/queries.ts'
import { arrayOf, sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import type { Fact } from './kind.ts'

/** An amount, and the day by whose rates it is converted. */
export type Worth = { money: Money; on: string }
/** What is known of a currency on a day; `minor` is of the sum with this number. */
type Pair = { currency: string; ratio: Ratio | null; noted: boolean; factor?: number; minor: bigint; sum: number }
export type Exchange = {
  /** One amount in the base currency; null where a rate is missing, for a part is not the whole. */
  together: (worths: readonly Worth[]) => Money | null
  /** About as much, as a number to put rows in order by: a thousand rows are compared for each that is worked out. Below zero without a rate. */
  size: (worths: readonly Worth[]) => number
  used: () => UsedRate[]
  missing: () => string[]
  /** By how many days the oldest rate of each currency lies before the day it was used for, where that is more than a week. */
  old: () => { currency: string; days: number }[]
  /** Currencies of which a rate that was used took the place of another, and the last day on which one did. */
  replaced: () => { currency: string; day: string }[]
}

/** Reads the rates of all these facts at once. */
export const exchangeFor = (db: Database, base: string, facts: readonly Fact[]): Promise<Exchange> =>
  exchangeOn(
    db,
    base,
    facts.flatMap(({ value, on }) => (value && on !== undefined ? [{ currency: value.currency, on }] : [])),
  )

type Rated = { currency: string; on: string }
export async function exchangeOn(db: Database, base: string, pairs: readonly Rated[]): Promise<Exchange> {
  const needed = pairs.filter(({ currency }) => currency !== base)
  const foreign = [...new Set(needed.map(({ currency }) => currency))]
  const days = [...new Set(needed.map(({ on }) => on))]
  return exchangeBy(base, await quotesFor(db, foreign.length > 0 ? [base, ...foreign] : [], days))
}

const digitsOf = (currency: string) => minorDigits(currency) ?? 2

/** Each sum of a currency and a day is converted and rounded by itself, so that the parts add up to the whole. */
export function exchangeBy(base: string, quotes: readonly Quote[]): Exchange {
  const ratioOf = ratios(base, quotes)
  const used = new Map<string, Quote>()
  const missing = new Set<string>()
  const ages = new Map<string, number>()
  const replaced = new Map<string, string>()
  // one for each currency and day, asked for again and again
  const known = new Map<string, Map<string, Pair>>()
  const pairOf = (currency: string, on: string): Pair => {
    let days = known.get(currency)
    if (!days) known.set(currency, (days = new Map<string, Pair>()))
    let pair = days.get(on)
    if (!pair) days.set(on, (pair = { currency, ratio: ratioOf(currency, on), noted: false, minor: 0n, sum: 0 }))
    return pair
  }
  const note = (pair: Pair) => {
    if (pair.noted) return
    pair.noted = true
    if (!pair.ratio) missing.add(pair.currency)
    for (const quote of pair.ratio?.quotes ?? []) {
      used.set(`${quote.day} ${quote.base} ${quote.currency}`, quote)
      ages.set(quote.currency, Math.max(ages.get(quote.currency) ?? 0, daysBetween(quote.day, quote.on)))
      const last = replaced.get(quote.currency) ?? ''
      if (quote.replaced_on !== null && quote.replaced_on > last) replaced.set(quote.currency, quote.replaced_on)
    }
  }
  let sum = 0
  const together = (worths: readonly Worth[]): Money | null => {
    sum++
    const pairs: Pair[] = []
    for (const { money, on } of worths) {
      const pair = pairOf(money.currency, on)
      const minor = toMinor(money.amount, digitsOf(money.currency))
      if (pair.sum === sum) pair.minor += minor
      else {
        pair.sum = sum
        pair.minor = minor
        pairs.push(pair)
      }
    }
    let total: bigint | null = 0n
    for (const pair of pairs) {
      note(pair)
      total = pair.ratio && total !== null ? total + converted(pair.minor, pair.ratio) : null
    }
    return total === null ? null : { amount: fromMinor(total, digitsOf(base)), currency: base }
  }
  const factorOf = (currency: string, on: string): number => {
    const pair = pairOf(currency, on)
    if (pair.factor !== undefined) return pair.factor
    const million = pair.ratio && converted(toMinor('1000000', digitsOf(currency)), pair.ratio)
    pair.factor = million === null ? -1 : Number(fromMinor(million, digitsOf(base))) / 1_000_000
    return pair.factor
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
    used: () => spansOf([...used.values()]),
    missing: () => [...missing].toSorted(),
    old: () => oldOf(ages),
    replaced: () => [...replaced].map(([currency, day]) => ({ currency, day })).toSorted(byCurrency),
  }
}

/** `rates`, one of each pair a rate is known of: how much one of its currency is worth, to put rows in order by. */
export function factorRows(exchange: Exchange, pairs: readonly Rated[]): RawBuilder<unknown> {
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

/** No bank says a rate on Sundays and holidays; a week without one is no holiday. */
const usual_days = 7
const oldOf = (ages: Map<string, number>) =>
  [...ages]
    .filter(([, days]) => days > usual_days)
    .map(([currency, days]) => ({ currency, days }))
    .toSorted(byCurrency)
const byCurrency = (a: { currency: string }, b: { currency: string }) => (a.currency < b.currency ? -1 : 1)

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
