/**
 * Rates that are mistakes more likely than rates: a decimal point in another place, the line of another currency. A currency may lose so much
 * in a day all the same, so such a rate is asked about and not refused for good.
 */
import type { DailyRate } from './eurofxref.ts'

type Known = { day: string; rate: string }
export type Unlikely = DailyRate & { known: Known }

/** Between two days of the reference rates since 1999 lies no factor of 3; a decimal point is one of 10. */
const far = 5

/** By how much the one is more or less than the other where that is far; null where it is not. Only compared, never counted with. */
function factorOf(rate: string, known: string): number | null {
  const factor = Number(rate) / Number(known)
  return factor >= far || factor <= 1 / far ? factor : null
}

/** Null where nothing is odd about it. */
export function whyUnlikely(base: string, { rate, currency }: DailyRate, { day, rate: known }: Known): string | null {
  const factor = factorOf(rate, known)
  if (factor === null) return null
  const times = factor > 1 ? `${inWords(factor)} times as much` : `${inWords(1 / factor)} times less`
  return `1 ${base} was ${known} ${currency} on ${day}; ${rate} is ${times}.`
}
const inWords = (factor: number) => (factor < 1e6 ? Math.round(factor).toLocaleString('en') : 'millions of')

/**
 * Of the rates of one base, each compared with the last of its currency before it that was not unlikely. `before`: by currency, what is known
 * of the days before; of a currency of which nothing is, the first days are compared with the middle of them.
 */
export function findUnlikely(rates: readonly DailyRate[], before: ReadonlyMap<string, Known>): Unlikely[] {
  const currencies = Map.groupBy(rates, ({ currency }) => currency)
  return [...currencies].flatMap(([currency, list]) => {
    const inOrder = list.toSorted((a, b) => (a.day < b.day ? -1 : 1))
    let known = before.get(currency) ?? middleOf(inOrder.slice(0, 5))
    return inOrder.flatMap((rate) => {
      if (factorOf(rate.rate, known.rate) !== null) return { ...rate, known }
      known = rate
      return []
    })
  })
}

const middleOf = (rates: readonly DailyRate[]): Known =>
  rates.toSorted((a, b) => Number(a.rate) - Number(b.rate))[Math.floor((rates.length - 1) / 2)]!
