/** What the look at the last days reads. Each asks for a range of days, so that only their part of the entries is read. */
import type { Past } from '#domain/past-days.ts'
import { sql, type Database } from '#server/platform/database.ts'
import { onDays } from './filters.ts'

/** Who and what is looked at: the days before this instant. */
type Window = { from: string; to: string }

const within = ({ from, to }: Window) => sql`e.start_time >= ${from}::timestamptz and e.start_time < ${to}::timestamptz`

/** People some of whose last days look odd, the oldest id first: a full day, a flood, a span again and again, or hours without a break. */
export async function findSuspects(db: Database, window: Window, most: number): Promise<string[]> {
  const { rows } = await sql<{ user_id: string }>`
    with entries as materialized (
      select e.user_id, e.start_time, e.end_time, e.source from time_entries e
      where ${within(window)} and e.status <> 'quarantined'
    ),
    runs as (
      select user_id, start_time, end_time,
             sum(begins) over (partition by user_id order by start_time, end_time) as run
      from (
        select user_id, start_time, end_time,
               (start_time >= max(end_time) over (
                 partition by user_id order by start_time, end_time rows between unbounded preceding and 1 preceding
               ) + interval '15 minutes')::integer as begins
        from entries
      ) e
    )
    select user_id from (
      select user_id from time_by_day
      where day between ${window.from}::date and ${window.to}::date and status <> 'quarantined'
      group by user_id, day having sum(seconds) > 23 * 3600 or sum(entries) > 1000
      union
      select user_id from entries where source = 'agent'
      group by user_id, start_time, end_time having count(*) > 2
      union
      select user_id from runs group by user_id, run having max(end_time) - min(start_time) > interval '18 hours'
    ) s
    order by user_id limit ${most}
  `.execute(db)
  return rows.map(({ user_id }) => user_id)
}

const mostEntries = 200_000
/** Of one person. What somebody looked at already, or what has its place in a bill, is settled. */
export async function findPast(db: Database, user_id: string, window: Window): Promise<Past[]> {
  const { rows } = await sql<Past>`
    select e.id, extract(epoch from e.start_time)::float8 * 1000 as start_ms, extract(epoch from e.end_time)::float8 * 1000 as end_ms,
           e.zone, e.source = 'agent' as agent, d.kind as settled,
           extract(epoch from e.updated_at)::float8 * 1000 as changed_ms
    from time_entries e left join doubts d on d.id = e.id
    where e.user_id = ${user_id} and ${within(window)} and e.status <> 'quarantined'
    order by e.start_time limit ${mostEntries}
  `.execute(db)
  return rows
}

export type Drift = { key_id: string; user_id: string; day: string; clock_s: number }
/** Machines whose clock was further off than is tolerated at some time of these days. */
export async function findDrifts(db: Database, { from, to }: Window, tolerated_s: number): Promise<Drift[]> {
  const { rows } = await sql<Drift>`
    select key_id, user_id, day,
           case when highest_seconds >= -lowest_seconds then highest_seconds else lowest_seconds end as clock_s
    from device_clocks
    where day between ${from}::date and ${to}::date and greatest(highest_seconds, -lowest_seconds) > ${tolerated_s}
    order by day, key_id limit 500
  `.execute(db)
  return rows
}

/** What a machine recorded on a day and is believed; by the ledger, which says what came from where. */
export async function findSentBy(db: Database, { key_id, user_id, day }: Drift): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select e.id from time_entries e
    where e.user_id = ${user_id} and ${onDays(day, day)}
      and e.source = 'agent' and e.status <> 'quarantined' and not exists (select from doubts d where d.id = e.id)
      and exists (
        select from changes c where c.object_id = e.id and c.action = 'time_entry.created' and c.actor_id = ${key_id}
      )
    order by e.id limit 5000
  `.execute(db)
  return rows.map(({ id }) => id)
}
