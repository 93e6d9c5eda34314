/** What is worth something in one currency, told by the days it is converted at: one text for each fact, for years have thousands of days. */
import type { Money } from '#domain/shapes.ts'
import { sql, type RawBuilder } from '#server/platform/database.ts'
import type { Exchange, Worth } from './exchange.ts'

/** `worths`: its value by those days; one of them for what is in the base currency, which is converted on no day. */
export type Dated = { value: Money | null; worths: readonly Worth[] }

/** An aggregate over rows of a `day` each, as `readWorths` takes it. */
export const textOfSums = (day: RawBuilder<unknown>, value: RawBuilder<unknown>) =>
  sql`string_agg(${day} || ' ' || ${value}, ',')`

export const readWorths = (value: Money | null, text: string | null): Worth[] =>
  value && text
    ? text
        .split(',')
        .map((one) => ({ money: { amount: one.slice(11), currency: value.currency }, on: one.slice(0, 10) }))
    : []

export const worthsOf = (facts: readonly Dated[]): Worth[] => facts.flatMap(({ worths }) => worths)

/** To put rows in order by; what is worth nothing known comes last, with what has no rate. */
export function sizeOfWorths(facts: readonly Dated[], exchange: Exchange): number {
  const worths = worthsOf(facts)
  return worths.length === 0 ? -1 : exchange.size(worths)
}

export const ratedIn = (facts: readonly Dated[]) =>
  worthsOf(facts).map(({ money: { currency }, on }) => ({ currency, on }))
