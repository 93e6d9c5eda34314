/** Won and lost deals with the hours that were placed on them: what revenue per hour and cost of sale are worked out of. */
import type { Money } from '#domain/shapes.ts'
import { all, sql } from '#server/platform/database.ts'
import { closedDay, closedIn, dealGrouping, dealJoins, dealWhere, valueOf } from './deal-groups.ts'
import type { Asked, Fact, Range } from './kind.ts'

/** `seconds`: all ever placed on it · `seconds_before`: up to the day it was decided, that day included. */
export type HoursFact = Fact & {
  stage: 'won' | 'lost'
  value: Money | null
  on: string
  seconds: number
  seconds_before: number
}

export async function hoursFacts(
  asked: Asked,
  range: Range,
  stages: readonly ('won' | 'lost')[],
): Promise<HoursFact[]> {
  const { actor, db, group } = asked
  const day = closedDay(actor)
  const { key, label, beside } = dealGrouping(group, day)
  const { rows } = await sql<HoursFact>`
    with decided as materialized (
      select d.* from deals d where ${all(sql`d.stage in (${sql.join(stages)})`, closedIn(actor, range), dealWhere(asked))}
    ),
    worked as (
      select d.id, sum(t.seconds) as seconds, sum(t.seconds) filter (where t.day <= ${day}) as seconds_before
      from decided d
      join time_by_day t on t.deal_id = d.id and t.status = 'synced'
      group by d.id
    )
    select ${key} as key, ${label} as label, ${beside} as beside, d.stage, ${valueOf(actor)} as value, ${day}::text as "on",
           coalesce(w.seconds, 0)::bigint as seconds, coalesce(w.seconds_before, 0)::bigint as seconds_before
    from decided d
    ${dealJoins}
    left join worked w on w.id = d.id
    order by 1
  `.execute(db)
  return rows
}
