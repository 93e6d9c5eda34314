import type { Stage } from '#domain/deals.ts'
import type { Money } from '#domain/shapes.ts'
import type { PipelineQuery, TimePerDealQuery } from '#domain/reports.ts'
import { maySeeValues, probability } from '#server/deals/queries.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { all, among, sql, type Database } from '#server/platform/database.ts'

export type StageRow = { stage: Stage; probability: number; deals: number; value: Money | null; seconds: number }

/** Deals grouped by stage, probability and currency: few rows, from which exact weighted sums are made. */
export async function pipelineRows(db: Database, actor: Actor, query: PipelineQuery): Promise<StageRow[]> {
  const day = sql`case when d.stage in ('won', 'lost') then (d.closed_at at time zone ${actor.zone})::date else d.end_date end`
  const { rows } = await sql<StageRow>`
    select d.stage, ${probability} as probability,
           count(*) as deals,
           case when ${maySeeValues(actor)} and d.currency is not null then jsonb_build_object('amount', sum(d.value)::text, 'currency', d.currency) end as value,
           coalesce(sum(w.seconds), 0)::bigint as seconds
    from deals d
    left join (select deal_id, sum(seconds) as seconds from time_by_day where status = 'synced' and deal_id is not null group by deal_id) w on w.deal_id = d.id
    where ${all(
      inScope(actor, 'deals:read', sql`d.owner_id`),
      query.owner_id && among(sql`d.owner_id`, query.owner_id),
      query.date_from !== undefined && sql`${day} >= ${query.date_from}::date`,
      query.date_to !== undefined && sql`${day} <= ${query.date_to}::date`,
    )}
    group by 1, 2, d.currency
  `.execute(db)
  return rows
}

export type Sums = { seconds: number; billable_seconds: number; entries: number }
export type PlaceRow = Sums & {
  deal_id: string | null
  deal_name: string | null
  account_id: string | null
  account_name: string | null
  stage: Stage | null
  budget_hours: string | null
  waiting: boolean
}

/** Sums per deal, per account without a deal, internal and waiting: every second that is believed, once. Most first. */
export async function timeRows(db: Database, actor: Actor, query: TimePerDealQuery): Promise<PlaceRow[]> {
  const { rows } = await sql<PlaceRow>`
    select s.deal_id, d.name as deal_name, s.account_id, a.name as account_name, d.stage, d.budget_hours::text as budget_hours,
           s.waiting, s.seconds, s.billable_seconds, s.entries
    from (
      select t.deal_id, t.account_id, t.status = 'unmapped' as waiting, sum(t.seconds) as seconds,
             sum(t.billable_seconds) as billable_seconds, sum(t.entries) as entries
      from time_by_day t
      where ${all(
        sql`t.status <> 'quarantined'`,
        inScope(actor, 'reports:read', sql`t.user_id`),
        query.date_from !== undefined && sql`t.day >= ${query.date_from}::date`,
        query.date_to !== undefined && sql`t.day <= ${query.date_to}::date`,
        query.deal_id && among(sql`t.deal_id`, query.deal_id),
        query.account_id && among(sql`t.account_id`, query.account_id),
        query.user_id && among(sql`t.user_id`, query.user_id),
      )}
      group by 1, 2, 3
      having sum(t.seconds) <> 0 or sum(t.entries) <> 0
    ) s
    left join deals d on d.id = s.deal_id
    left join accounts a on a.id = s.account_id
    order by s.seconds desc, s.deal_id, s.account_id
  `.execute(db)
  return rows
}
