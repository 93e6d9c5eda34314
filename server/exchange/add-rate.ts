import type { ExchangeRate, ExchangeRateInput } from '#domain/exchange.ts'
import { minorDigits } from '#domain/money.ts'
import { whyUnlikely } from '#domain/unlikely-rates.ts'
import { dayOf } from '#domain/zones.ts'
import { personOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, invalid, notFound } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { endRate, findNear, findUsed, getRate, holdRates, insertRate } from './queries.ts'

/**
 * 409 where the day has another rate and nobody said that this one takes its place, 422 `unlikely` where it is far from the last one known and
 * nobody said that it is right. The same once more changes nothing.
 */
export async function addRate(
  tx: Database,
  actor: Actor,
  { replace = false, unlikely = false, source = 'Entered by hand', ...input }: ExchangeRateInput,
  now_ms: number,
): Promise<ExchangeRate> {
  // where in the world it is latest: a bank there may have said it already
  if (input.day > dayOf(now_ms, 'Pacific/Kiritimati'))
    throw invalid('/day', 'in_future', 'This day is still to come: nobody has said its rate.')
  for (const field of ['base', 'currency'] as const)
    if (minorDigits(input[field]) === null)
      throw invalid(`/${field}`, 'unknown_currency', `“${input[field]}” is not an active ISO 4217 currency.`)
  if (input.base === input.currency)
    throw invalid('/currency', 'same_currency', 'A rate is between two different currencies.')
  await holdRates(tx)
  const used = await findUsed(tx, input)
  if (used && isSame(used.rate, input.rate)) return (await getRate(tx, used.id))!
  if (used && !replace)
    throw conflict(
      'rate_taken',
      `On ${input.day} 1 ${input.base} is ${used.rate} ${input.currency} (${used.source}) already.`,
    )
  const near = unlikely ? null : await findNear(tx, input)
  const why = near && whyUnlikely(input.base, input, near)
  if (why) throw invalid('/rate', 'unlikely', `${why} Say that it is right, or correct it.`)
  if (used) await endRate(tx, used.id)
  const id = await insertRate(tx, { ...input, source, created_by: personOf(actor) })
  const { day, base, currency, rate } = input
  await track(tx, actor, used ? 'exchange_rate.replaced' : 'exchange_rate.created', id, {
    ...(used && { before: { rate: used.rate, source: used.source } }),
    after: { day, base, currency, rate, source },
  })
  return (await getRate(tx, id))!
}

const isSame = (one: string, other: string) => bare(one) === bare(other)
const bare = (rate: string) =>
  rate
    .replace(/^0+(?=\d)/, '')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')

/** 404 for one that is not used any more. What was converted by it is converted by the rate of the day before from now on. */
export async function withdrawRate(tx: Database, actor: Actor, id: string): Promise<void> {
  await holdRates(tx)
  const rate = await getRate(tx, id)
  if (!rate || !(await endRate(tx, id))) throw notFound()
  const { day, base, currency, source } = rate
  await track(tx, actor, 'exchange_rate.withdrawn', id, {
    before: { day, base, currency, rate: rate.rate, source },
  })
}
