/** What an hour on a deal or an account brings, as far as the actor may see what deals are worth. */
import { perHour, type Priced } from '#domain/stakes.ts'
import type { Money } from '#domain/shapes.ts'
import { maySeeValues } from '#server/fields/worth.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { sql, type Database } from '#server/platform/database.ts'

type PricedDeal = { id: string; account_id: string; money: string; currency: string; hours: string }
export type HourlyWorth = (place: { account_id: string | null; deal_id: string | null }) => Money | null

/** A deal’s own: its budget, else its value, by its hours. Else what the deals of its account bring together, in the currency of most hours. */
export async function hourlyWorth(
  db: Database,
  actor: Actor,
  account_ids: string[],
  most = 5_000,
): Promise<HourlyWorth> {
  if (!maySeeValues(actor) || account_ids.length === 0) return () => null
  const { rows } = await sql<PricedDeal>`
    select d.id, d.account_id, coalesce(d.budget_money, d.value)::text as money, d.budget_hours::text as hours,
           case when d.budget_money is null then d.currency else d.budget_currency end as currency
    from deals d
    where d.account_id = any (${account_ids}) and d.deleted_at is null and d.stage <> 'lost' and d.budget_hours > 0
      and coalesce(d.budget_money, d.value) is not null and ${inScope(actor, 'deals:read', sql`d.owner_id`)}
    limit ${most}
  `.execute(db)
  const priced = rows.map(({ hours, ...deal }) => ({ ...deal, hours: Number(hours) }))
  const deals = new Map(priced.map((deal) => [deal.id, perHour(deal)]))
  const accounts = new Map(
    [...Map.groupBy(priced, ({ account_id }) => account_id)].map(([id, own]) => [id, perHour(together(own))]),
  )
  return ({ account_id, deal_id }) =>
    (deal_id !== null && deals.get(deal_id)) || (account_id !== null && accounts.get(account_id)) || null
}

function together(deals: Priced[]): Priced {
  const sums = [...Map.groupBy(deals, ({ currency }) => currency)].map(([currency, list]) => ({
    currency,
    money: String(list.reduce((sum, { money }) => sum + Number(money), 0)),
    hours: list.reduce((sum, { hours }) => sum + hours, 0),
  }))
  return sums.reduce((most, one) => (one.hours > most.hours ? one : most))
}
