import type { Lock } from '#domain/locks.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { arrayOf, sql, type Database, type RawBuilder } from '#server/platform/database.ts'

export type Locked = {
  id: string
  user_id: string
  start_time: string
  end_time: string
  zone: string
  status: 'synced' | 'unmapped' | 'quarantined'
}

/** Whether the week this day of a person lies in is handed in and waits for approval. */
export const isSubmitted = (user_id: RawBuilder<unknown>, day: RawBuilder<unknown>) => sql`
  exists (
    select from timesheets s where s.user_id = ${user_id} and s.state = 'submitted' and s.week <= ${day} and s.week > ${day} - 7
  )
`

/** By their places from 1 on. Reads no entry: days and person are all that a lock asks for, and of many entries of one day once. */
export async function findLocksOn(
  tx: Database,
  actor: Actor,
  entries: Locked[],
): Promise<(Lock & { place: number })[]> {
  const column = (name: keyof Locked) => arrayOf(entries.map((entry) => entry[name]))
  const { rows } = await sql<Lock & { place: number }>`
    with spans as (
      select place, user_id, (start_time at time zone zone)::date as first_day,
             ((end_time - interval '1 millisecond') at time zone zone)::date as last_day
      from rows from (
        unnest(${column('user_id')}::uuid[]), unnest(${column('start_time')}::timestamptz[]),
        unnest(${column('end_time')}::timestamptz[]), unnest(${column('zone')}::text[])
      ) with ordinality as e (user_id, start_time, end_time, zone, place)
    ),
    days as materialized (
      select user_id, first_day, last_day, row_number() over () as day_place from (select distinct user_id, first_day, last_day from spans) d
    ),
    locks as (
      select l.place as day_place, l.kind, l.first_day, l.last_day
      from (
        select array_agg(user_id order by day_place) as people, array_agg(first_day order by day_place) as first_days,
               array_agg(last_day order by day_place) as last_days
        from days
      ) d
      cross join lateral locks_on(d.people, d.first_days, d.last_days) l
    )
    select s.place, l.kind, l.first_day, l.last_day
    from locks l
    join days d using (day_place)
    join spans s on s.user_id = d.user_id and s.first_day = d.first_day and s.last_day = d.last_day
    where l.kind <> 'period' or not ${inScope(actor, 'locked-time:write', sql`s.user_id`)}
  `.execute(tx)
  return rows
}

/** For this transaction: the trigger leaves the closed period to the question above. */
export const passPeriod = (tx: Database) => sql`select set_config('daybook.past_period', 'on', true)`.execute(tx)

/** For this transaction, until it is said otherwise: what moves time along with what it hangs on and changes no hours. */
export const beyondLocks = (tx: Database, beyond: boolean) =>
  sql`select set_config('daybook.beyond_locks', ${beyond ? 'on' : ''}, true)`.execute(tx)
