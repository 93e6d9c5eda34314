/** Middles and shares of a few numbers, said only where there are enough of them. */

/** Below this many, counts are shown and no percentage (domain rules §12). */
export const fewest = 10

/** Of each share from 0 to 1, linear between the two nearest as PostgreSQL's percentile_cont; null of nothing. */
export function quantiles(values: readonly number[], shares: readonly number[]): (number | null)[] {
  const sorted = Float64Array.from(values).sort()
  return shares.map((share) => {
    if (sorted.length === 0) return null
    const place = (sorted.length - 1) * share
    const low = sorted[Math.floor(place)]!
    const high = sorted[Math.ceil(place)]!
    return low + (high - low) * (place - Math.floor(place))
  })
}

/** Of 100 with one decimal, half up; null below `fewest`. */
export const shareOf = (part: number, whole: number): number | null =>
  whole < fewest ? null : Math.round((part * 1_000) / whole) / 10

/** The same of amounts in minor units, exactly. `n` is how many things they were summed over. */
export const shareOfMoney = (part: bigint, whole: bigint, n: number): number | null =>
  n < fewest || whole <= 0n ? null : Number((part * 2_000n + whole) / (whole * 2n)) / 10

export const oneDecimal = (value: number | null): number | null => (value === null ? null : Math.round(value * 10) / 10)
