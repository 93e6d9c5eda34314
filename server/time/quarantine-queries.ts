/** Time that is aside, as people look through it. */
import type { QuarantineQuery, QuarantineSummary, QuarantinedEntry } from '#domain/quarantine.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { all, among, sql, type Database } from '#server/platform/database.ts'
import { page } from '#server/platform/pages.ts'
import { onDays } from './filters.ts'
import { columns, joins, sorts } from './queries.ts'
import { wholeReach, within } from './reach.ts'

const kind = sql`coalesce(q.kind, 'other')`
const reachOf = async (db: Database, actor: Actor) => within(await wholeReach(db, actor, { status: ['quarantined'] }))

export const listQuarantined = (db: Database, actor: Actor, query: QuarantineQuery) =>
  page(query, sorts, '-start_time', sql`e.id`, async ({ sort_key, after, order, limit }) => {
    const { rows } = await sql<QuarantinedEntry & { sort_key: string }>`
      select ${columns(actor)}, k.name as device_name, q.clock_seconds, nd.name as named_deal_name, nt.title as named_task_title,
             ${sort_key} as sort_key
      from time_entries e ${joins}
      left join doubts q on q.id = e.id
      left join api_keys k on k.id = q.key_id
      left join deals nd on nd.id = q.deal_id and nd.deleted_at is null
      left join tasks nt on nt.id = q.task_id and nt.deleted_at is null
      where ${all(
        await reachOf(db, actor),
        after,
        sql`e.status = 'quarantined'`,
        inScope(actor, 'time:read', sql`e.user_id`),
        query.user_id && among(sql`e.user_id`, query.user_id),
        query.doubt && sql`${kind} = any (${query.doubt})`,
        query.device_id && among(sql`q.key_id`, query.device_id),
        onDays(query.date_from, query.date_to),
        query.discarded !== undefined && sql`(e.discarded_at is not null) = ${query.discarded}`,
      )}
      ${order} ${limit}
    `.execute(db)
    return rows
  })

const mostDevices = 50
/** What waits for a decision. One walk over what is aside, which an index holds apart. */
export async function sumQuarantined(db: Database, actor: Actor): Promise<QuarantineSummary> {
  const { rows } = await sql<QuarantineSummary>`
    with aside as (
      select ${kind} as doubt, q.key_id, count(*) as entries, sum(e.duration_seconds) as seconds
      from time_entries e left join doubts q on q.id = e.id
      where ${await reachOf(db, actor)} and e.status = 'quarantined' and e.discarded_at is null and ${inScope(actor, 'time:read', sql`e.user_id`)}
      group by 1, 2
    )
    select coalesce(sum(entries), 0) as entries, coalesce(sum(seconds), 0) as seconds,
           (select coalesce(jsonb_agg(d), '[]') from (
             select doubt, sum(entries) as entries, sum(seconds) as seconds from aside group by 1 order by 2 desc, 1
           ) d) as doubts,
           (select coalesce(jsonb_agg(d), '[]') from (
             select k.id, k.name, sum(entries) as entries, sum(seconds) as seconds
             from aside join api_keys k on k.id = aside.key_id group by k.id order by 3 desc, k.id limit ${mostDevices}
           ) d) as devices
    from aside
  `.execute(db)
  return rows[0]!
}
