/** What is said of the rates an answer was converted by: which are missing, which are old, and which took the place of others. */
import type { Exchange } from './exchange.ts'

/** One sentence, however many are missing. */
export function withoutRates(exchange: Exchange, base: string): string[] {
  const currencies = exchange.missing()
  if (currencies.length === 0) return []
  const them = currencies.length === 1 ? currencies[0] : 'one of them'
  return [
    `There is no exchange rate from ${currencies.join(', ')} into ${base} for the days it is needed: sums that hold ${them} are not converted. Enter it in Settings, Exchange rates.`,
  ]
}

export const aboutRates = (exchange: Exchange): string[] => [
  ...exchange
    .old()
    .map(({ currency, days }) => `The rate of ${currency} is up to ${days} days older than the day it is used for.`),
  ...exchange
    .replaced()
    .map(
      ({ currency, day }) =>
        `A rate of ${currency} used here took the place of another, the last on ${day}: what was made before may say other amounts.`,
    ),
]
