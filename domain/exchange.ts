/** Exchange rates by day, with their source. A rate that was used is never changed in silence: another one for its day stands beside it. */
import { minorDigits, scale, toMinor } from './money.ts'
import {
  CalendarDate,
  Id,
  Instant,
  Nullable,
  OneOf,
  Name,
  Type,
  listFields,
  strict,
  Page,
  type Static,
} from './shapes.ts'

const Code = Type.String({ pattern: '^[A-Z]{3}$', examples: ['USD'] })
/** Above zero; twelve places of decimals hold a rupiah in dinars. */
const Rate = Type.String({
  pattern: '^(?=.*[1-9])\\d{1,12}(\\.\\d{1,12})?$',
  maxLength: 25,
  examples: ['1.0852'],
})

/** 1 `base` = `rate` `currency`. `replaced_at`: since then another rate is used for this day. */
export const ExchangeRate = strict({
  id: Id,
  day: CalendarDate,
  base: Code,
  currency: Code,
  rate: Type.String(),
  source: Type.String(),
  created_by_name: Nullable(Type.String()),
  created_at: Instant,
  replaced_at: Nullable(Instant),
})
export type ExchangeRate = Static<typeof ExchangeRate>
export const ExchangeRatePage = Page(ExchangeRate)

export const ExchangeRateQuery = strict({
  ...listFields(['day', 'currency']),
  currency: Type.Optional(Type.Array(Code, { maxItems: 20 })),
  date_from: Type.Optional(CalendarDate),
  date_to: Type.Optional(CalendarDate),
  replaced: Type.Optional(Type.Boolean({ description: 'true: the former rates too' })),
})
export type ExchangeRateQuery = Static<typeof ExchangeRateQuery>

export const ExchangeRateInput = strict({
  day: CalendarDate,
  base: Code,
  currency: Code,
  rate: Rate,
  source: Type.Optional(Name(100)),
  /** Where the day has another rate already: true puts this one in its place, which is kept beside it. */
  replace: Type.Optional(Type.Boolean()),
  unlikely: Type.Optional(
    Type.Boolean({ description: 'true: it is right, however far it is from the last one known' }),
  ),
})
export type ExchangeRateInput = Static<typeof ExchangeRateInput>

/**
 * skip: a day's rate that is here already stays · replace: where the file says another, the file's is used from now on.
 * `unlikely`: what becomes of rates that are far from the last one known. refuse: nothing is written, and they are named.
 */
export const RateUpload = strict({
  existing: Type.Optional(OneOf(['skip', 'replace'] as const, { default: 'skip' })),
  date_from: Type.Optional(CalendarDate),
  unlikely: Type.Optional(OneOf(['refuse', 'leave_out', 'keep'] as const, { default: 'refuse' })),
})
export type RateUpload = Static<typeof RateUpload>

/** `different`: rates the file says otherwise than they are here, which were left (skip) or replaced. */
export const RateImport = strict({
  days: Type.Integer(),
  added: Type.Integer(),
  unchanged: Type.Integer(),
  different: Type.Integer(),
  replaced: Type.Integer(),
  date_from: Nullable(CalendarDate),
  date_to: Nullable(CalendarDate),
  left_out: Type.Array(Type.String()),
})
export type RateImport = Static<typeof RateImport>

/** A rate of a day. `replaced_on`: the day (UTC) on which it ceased to be that, be it replaced or withdrawn; null of one that is used. */
export type DatedRate = {
  base: string
  currency: string
  rate: string
  day: string
  source: string
  replaced_on: string | null
}
/** A rate as it was found for a day: the last one on or before it. `replaced_on`: the last day on which another one was, in its place. */
export type Quote = DatedRate & { on: string }

/**
 * Of the rates of one pair, in the order of their days and of each day the used one first, the last on or before each of these days, which are
 * in order too; none for a day before all of them.
 */
export function quotesOn(days: readonly string[], rates: readonly DatedRate[]): Quote[] {
  let read = 0
  let found: DatedRate | null = null
  return days.flatMap((on) => {
    for (let rate = rates[read]; rate && rate.day <= on; rate = rates[++read]) {
      if (rate.replaced_on === null) found = rate
      else if (found && (found.replaced_on ?? '') < rate.replaced_on)
        found = { ...found, replaced_on: rate.replaced_on }
    }
    return found ? [{ ...found, on }] : []
  })
}

const places = 12
const fixed = (rate: string) => toMinor(rate, places)
const one = 10n ** BigInt(places)

/** Minor units of `into` for one of the other currency, to be multiplied exactly and rounded once. */
export type Ratio = { numerator: bigint; denominator: bigint; quotes: Quote[] }

/**
 * Gives the ratio of a currency to `into` on a day: by the rate of the two, either way round, else by a third one that both are
 * quoted in. Null where no rate is known.
 */
export function ratios(into: string, quotes: readonly Quote[]): (currency: string, on: string) => Ratio | null {
  const found = new Map(quotes.map((quote) => [`${quote.on} ${quote.base} ${quote.currency}`, quote]))
  const bases = [...new Set(quotes.map(({ base }) => base))].toSorted()
  const quoteOf = (on: string, base: string, currency: string) => found.get(`${on} ${base} ${currency}`)
  return (currency, on) => {
    if (currency === into) return { numerator: 1n, denominator: 1n, quotes: [] }
    const by = (numerator: bigint, denominator: bigint, used: Quote[]): Ratio => ({
      numerator: numerator * unitsOf(into),
      denominator: denominator * unitsOf(currency),
      quotes: used,
    })
    const direct = quoteOf(on, into, currency)
    if (direct) return by(one, fixed(direct.rate), [direct])
    const inverse = quoteOf(on, currency, into)
    if (inverse) return by(fixed(inverse.rate), one, [inverse])
    for (const base of bases) {
      const [from, to] = [quoteOf(on, base, currency), quoteOf(on, base, into)]
      if (from && to) return by(fixed(to.rate), fixed(from.rate), [from, to])
    }
    return null
  }
}
/** Minor units in one of a currency. */
const unitsOf = (currency: string) => powers[minorDigits(currency) ?? 2]!
const powers = [1n, 10n, 100n, 1_000n, 10_000n]

/** Whole minor units of `into`, rounded half up, once. */
export const converted = (minor: bigint, { numerator, denominator }: Ratio): bigint =>
  scale(minor, numerator, denominator)
