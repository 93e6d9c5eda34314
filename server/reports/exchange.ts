/** Amounts of several currencies as one, at the rates of their days; it remembers which rates were used and which are missing. */
import { converter, type Quote } from '#domain/exchange.ts'
import { sumByCurrency } from '#domain/money.ts'
import type { UsedRate } from '#domain/report-tables.ts'
import type { Money } from '#domain/shapes.ts'
import { quotesFor } from '#server/exchange/queries.ts'
import type { Database } from '#server/platform/database.ts'
import type { Fact } from './kind.ts'

type Worth = { money: Money; on: string }
export type Exchange = {
  /** One amount in the base currency; null where a rate is missing, for a part is not the whole. */
  together: (worths: readonly Worth[]) => Money | null
  /** About as much, as a number to put rows in order by: a thousand rows are compared for each that is worked out. Below zero without a rate. */
  size: (worths: readonly Worth[]) => number
  used: () => UsedRate[]
  missing: () => string[]
  /** By how many days the oldest rate of each currency lies before the day it was used for, where that is more than a week. */
  old: () => { currency: string; days: number }[]
}

/** Reads the rates of all these facts at once. */
export async function exchangeFor(db: Database, base: string, facts: readonly Fact[]): Promise<Exchange> {
  const worths = facts.flatMap(({ value, on }) => (value && on !== undefined ? [{ money: value, on }] : []))
  const foreign = [...new Set(worths.map(({ money }) => money.currency))].filter((currency) => currency !== base)
  const days = [...new Set(worths.filter(({ money }) => money.currency !== base).map(({ on }) => on))]
  return exchangeBy(base, await quotesFor(db, foreign.length > 0 ? [base, ...foreign] : [], days))
}

/** Each sum of a currency and a day is converted and rounded by itself, so that the parts add up to the whole. */
export function exchangeBy(base: string, quotes: readonly Quote[]): Exchange {
  const convert = converter(base, quotes)
  const used = new Map<string, Quote>()
  const missing = new Set<string>()
  const ages = new Map<string, number>()
  const together = (worths: readonly Worth[]): Money | null => {
    const amounts = [...Map.groupBy(worths, ({ on }) => on)].flatMap(([on, list]) =>
      sumByCurrency(list.map(({ money }) => money)).map((money) => {
        const conversion = convert(money, on)
        if (!conversion) missing.add(money.currency)
        for (const quote of conversion?.quotes ?? []) {
          used.set(`${quote.day} ${quote.base} ${quote.currency}`, quote)
          ages.set(quote.currency, Math.max(ages.get(quote.currency) ?? 0, daysBetween(quote.day, quote.on)))
        }
        return conversion?.money ?? null
      }),
    )
    if (amounts.includes(null)) return null
    const [total] = sumByCurrency([{ amount: '0', currency: base }, ...amounts.filter((amount) => amount !== null)])
    return total!
  }
  const factors = new Map<string, number>()
  const factorOf = (currency: string, on: string): number => {
    const key = `${currency} ${on}`
    const known = factors.get(key)
    if (known !== undefined) return known
    const factor = Number(convert({ amount: '1000000', currency }, on)?.money.amount ?? -1) / 1_000_000
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
    used: () => spansOf([...used.values()]),
    missing: () => [...missing].toSorted(),
    old: () => oldOf(ages),
  }
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
