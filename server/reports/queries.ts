import type { Stage } from '#domain/deals.ts'
import type { PipelineQuery, TimePerDealQuery } from '#domain/reports.ts'
import { stageRows, type StageRow } from '#server/deals/stage-queries.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { all, among, sql, type Database } from '#server/platform/database.ts'

/** The same rows as the board's, of the deals of a period. */
export function pipelineRows(db: Database, actor: Actor, query: PipelineQuery): Promise<StageRow[]> {
  const day = sql`case when d.stage in ('won', 'lost') then (d.closed_at at time zone ${actor.zone})::date else d.end_date end`
  const condition = all(
    sql`d.deleted_at is null`,
    inScope(actor, 'deals:read', sql`d.owner_id`),
    query.owner_id && among(sql`d.owner_id`, query.owner_id),
    query.date_from !== undefined && sql`${day} >= ${query.date_from}::date`,
    query.date_to !== undefined && sql`${day} <= ${query.date_to}::date`,
  )
  return stageRows(db, actor, condition)
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
