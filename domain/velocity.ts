/** How much a pipeline brings a day (domain rules §12): opportunities × average won value × win rate / days of a cycle. */
import { fromMinor, minorDigits, scale, toMinor } from './money.ts'
import type { Money } from './shapes.ts'

export type Pace = {
  opportunities: number
  won: number
  lost: number
  /** What those of the won deals brought that have a value, in one currency, and how many they are. */
  won_value: Money
  valued: number
  /** Of a won deal, in the middle: of an even number half a millisecond may be left. */
  cycle_ms: number
}

const day_ms = 86_400_000n

/** Worked out exactly and rounded once, to the digits of the currency; null where a part of it is nothing. */
export function velocity({ opportunities, won, lost, won_value, valued, cycle_ms }: Pace): Money | null {
  const halves = BigInt(Math.round(cycle_ms * 2))
  if (opportunities === 0 || won === 0 || valued === 0 || halves <= 0n) return null
  const places = minorDigits(won_value.currency) ?? 2
  const minor = scale(
    toMinor(won_value.amount, places),
    BigInt(opportunities) * BigInt(won) * 2n * day_ms,
    BigInt(valued) * BigInt(won + lost) * halves,
  )
  return { amount: fromMinor(minor, places), currency: won_value.currency }
}
