/** What is at stake where time waits: its hours, what they are worth, and how unsure it is where they belong. */
import type { Guess } from './mapping.ts'
import type { Money } from './shapes.ts'

/** The middle hour of each currency: what an hour is worth is compared with others in its own money, never across currencies. */
export function usualHours(rates: readonly Money[]): Map<string, number> {
  const byCurrency = Map.groupBy(rates, ({ currency }) => currency)
  return new Map(
    [...byCurrency].map(([currency, list]) => {
      const sorted = list.map(({ amount }) => Number(amount)).sort((a, b) => a - b)
      return [currency, sorted[Math.floor(sorted.length / 2)]!]
    }),
  )
}

type Offer = Pick<Guess, 'account_id' | 'confidence'> & { per_hour: Money | null }

/**
 * Hours × what they are likely worth × how unsure the best guess is. An hour counts 1 where nothing is known of its worth,
 * and nothing where it is internal.
 */
export function stakeOf(
  duration_seconds: number,
  offers: readonly Offer[],
  usual: ReadonlyMap<string, number>,
): number {
  const worth = ({ account_id, per_hour }: Offer) =>
    account_id === null ? 0 : per_hour ? Number(per_hour.amount) / (usual.get(per_hour.currency) ?? 1) : 1
  const likely = offers.reduce((sum, offer) => sum + offer.confidence * worth(offer), 0)
  const elsewhere = 1 - offers.reduce((sum, { confidence }) => sum + confidence, 0)
  const unsure = 1 - Math.max(0, ...offers.map(({ confidence }) => confidence))
  return Math.round((duration_seconds / 3600) * (likely + Math.max(0, elsewhere)) * unsure * 10_000) / 10_000
}
