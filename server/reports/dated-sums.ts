/** What is worth something in one currency, told by the days it is converted at: one text for each fact, for years have thousands of days. */
import type { Money } from '#domain/shapes.ts'
import { sql, type RawBuilder } from '#server/platform/database.ts'
import type { Exchange, Worth } from './exchange.ts'

/** `[day, amount]`; one of them for what is in the base currency, which is converted on no day. */
export type DatedSums = readonly (readonly [on: string, amount: string])[]
export type Dated = { value: Money | null; sums: DatedSums }

/** An aggregate over rows of a `day` each, as `readSums` takes it. */
export const textOfSums = (day: RawBuilder<unknown>, value: RawBuilder<unknown>) =>
  sql`string_agg(${day} || ' ' || ${value}, ',')`

export const readSums = (value: Money | null, text: string | null): DatedSums =>
  value && text ? text.split(',').map((one) => [one.slice(0, 10), one.slice(11)] as const) : []

export const worthsOf = (facts: readonly Dated[]): Worth[] =>
  facts.flatMap(({ value, sums }) =>
    value ? sums.map(([on, amount]) => ({ money: { amount, currency: value.currency }, on })) : [],
  )

/** To put rows in order by; what is worth nothing known comes last, with what has no rate. */
export function sizeOfWorths(facts: readonly Dated[], exchange: Exchange): number {
  const worths = worthsOf(facts)
  return worths.length === 0 ? -1 : exchange.size(worths)
}

export const ratedIn = (facts: readonly Dated[]) =>
  worthsOf(facts).map(({ money: { currency }, on }) => ({ currency, on }))
