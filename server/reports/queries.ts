import type { DayRange } from '#domain/periods.ts'
import { mostParts, type PipelineQuery } from '#domain/reports.ts'
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

export type WeekRow = { week: string; part: number; deal_id: string | null; deal_name: string | null; seconds: number }

/**
 * Sums per week and part: 1 to `mostParts` are the deals with the most time in these days, then what is on no deal (-1) and
 * all others (-2). `week` is the day its first day is.
 */
export async function weekRows(
  db: Database,
  actor: Actor,
  of: { account_id: string } | { deal_id: string },
  days: DayRange,
): Promise<WeekRow[]> {
  const [name, id] = Object.entries(of)[0]!
  const { rows } = await sql<WeekRow>`
    with days as (
      select t.day, t.deal_id, sum(t.seconds) as seconds
      from time_by_day t
      where t.status = 'synced' and ${sql.ref(`t.${name}`)} = ${id} and t.day between ${days.date_from}::date and ${days.date_to}::date
        and ${inScope(actor, 'time:read', sql`t.user_id`)}
      group by t.day, t.deal_id
    ),
    parts as (
      select deal_id, case when deal_id is null then -1 when place <= ${mostParts} then place else -2 end as part
      from (
        select deal_id, row_number() over (order by deal_id is null, sum(seconds) desc, deal_id) as place
        from days
        group by deal_id
      ) ranked
    )
    select to_char(${days.date_from}::date + (y.day - ${days.date_from}::date) / 7 * 7, 'YYYY-MM-DD') as week,
           p.part::integer as part, d.id as deal_id, d.name as deal_name, sum(y.seconds) as seconds
    from days y
    join parts p on p.deal_id is not distinct from y.deal_id
    left join deals d on d.id = y.deal_id and p.part > 0
    group by 1, 2, 3, 4
    having sum(y.seconds) > 0
    order by 1, 2
  `.execute(db)
  return rows
}
