/** What an hour on a deal or an account brings, as far as the actor may see what deals are worth. */
import { digitsOfCurrencies, fromMinor } from '#domain/money.ts'
import type { Money } from '#domain/shapes.ts'
import { maySeeValues } from '#server/fields/worth.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { arrayOf, sql, type Database, type RawBuilder } from '#server/platform/database.ts'

export type HourlyWorth = (place: { account_id: string | null; deal_id: string | null }) => Money | null

/** Enough for every account somebody reviews. */
const most = 5_000

/** A deal’s own, else what its account brings. */
export async function hourlyWorth(db: Database, actor: Actor, account_ids: string[]): Promise<HourlyWorth> {
  if (account_ids.length === 0) return () => null
  const { rows } = await sql<{ id: string; currency: string; places: number; minor: string }>`
    with ${hourlyPrices(actor, sql`d.account_id = any (${account_ids})`)}
    (select id, currency, places, minor::text as minor from price_of_deal limit ${most})
    union all
    (select id, currency, places, minor::text from price_of_account limit ${most})
  `.execute(db)
  const prices = new Map(
    rows.map(({ id, currency, places, minor }) => [id, { amount: fromMinor(BigInt(minor), places), currency }]),
  )
  return ({ account_id, deal_id }) =>
    (deal_id !== null && prices.get(deal_id)) || (account_id !== null && prices.get(account_id)) || null
}

/**
 * `price_of_deal` and `price_of_account`, in whole minor units of a currency with so many `places`. Of a deal `d` its budget, else its
 * value, by its hours; of an account what its deals bring together, in the currency of most hours. Rounded half up, once. No row where
 * that cannot be said, or is nothing. Work is priced by the `money`, in minor units, of all `hours`: an hour is not rounded first.
 */
export const hourlyPrices = (actor: Actor, deals: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  priced as materialized (
    select d.id, d.account_id, m.currency, m.money, d.budget_hours as hours
    from deals d
    cross join lateral (
      select coalesce(d.budget_money, d.value) as money, case when d.budget_money is null then d.currency else d.budget_currency end as currency
    ) m
    where ${deals} and d.deleted_at is null and d.stage <> 'lost' and d.budget_hours > 0 and m.money is not null
      and ${maySeeValues(actor)} and ${inScope(actor, 'deals:read', sql`d.owner_id`)}
  ),
  digits as materialized (
    select c.currency, c.places, 10::numeric ^ c.places as scale from unnest(${arrayOf(digitsOfCurrencies.map(([code]) => code))}::text[], ${arrayOf(digitsOfCurrencies.map(([, count]) => count))}::integer[]) c (currency, places)
  ),
  price_of_deal as materialized (
    select p.id, p.currency, c.places, p.money * c.scale as money, p.hours, round(p.money * c.scale / p.hours) as minor
    from priced p
    join digits c on c.currency = p.currency
    where round(p.money * c.scale / p.hours) > 0
  ),
  price_of_account as materialized (
    select p.account_id as id, p.currency, c.places, p.money * c.scale as money, p.hours, round(p.money * c.scale / p.hours) as minor
    from (
      select distinct on (account_id) account_id, currency, sum(money) as money, sum(hours) as hours
      from priced
      group by account_id, currency
      order by account_id, sum(hours) desc, currency
    ) p
    join digits c on c.currency = p.currency
    where round(p.money * c.scale / p.hours) > 0
  )
`
