/** What guesses learn from: what people decided, and where the time around an entry is. Only as far as the actor may see it. */
import { habitDays, type Decided, type Spot } from '#domain/habits.ts'
import { mayRead, readProject } from '#server/evidence/may-read.ts'
import type { Actor } from '#server/platform/actor.ts'
import { sql, type Database } from '#server/platform/database.ts'
import { daysAgo, instantOf } from '#server/platform/instants.ts'

type Of = { user_id: string }

/** The newest that each of these people’s time was put somewhere by a person. */
export async function findDecided(
  db: Database,
  actor: Actor,
  user_ids: string[],
  most_each: number,
): Promise<(Decided & Of)[]> {
  const { rows } = await sql<Decided & Of>`
    select d.* from unnest(${user_ids}::uuid[]) as p (id)
    cross join lateral (
      select e.user_id, e.account_id, e.deal_id, ${readProject(actor)} as project_name, e.tags,
             case when ${mayRead(actor)} then e.title end as title,
             case when ${mayRead(actor)} then e.url end as url,
             case when ${mayRead(actor)} then e.app end as app
      from time_entries e
      where e.user_id = p.id and e.status = 'synced' and e.mapping ->> 'rule' = 'person'
        and e.start_time > ${daysAgo(habitDays)}::timestamptz
      order by e.start_time desc limit ${most_each}
    ) d
  `.execute(db)
  return rows
}

export type Near = { before: Spot | null; after: Spot | null }
type Entry = { id: string; user_id: string; start_time: string }

/** Where the time just before and just after each entry is, within half a day. */
export async function findNear(db: Database, entries: Entry[]): Promise<Map<string, Near>> {
  const starts = entries.map(({ start_time }) => start_time).toSorted()
  const [from, to] = [instantOf(starts[0]!, -0.5), instantOf(starts.at(-1)!, 0.5)]
  const within = sql`t.start_time between ${from}::timestamptz and ${to}::timestamptz`
  const spot = sql`jsonb_build_object('account_id', t.account_id, 'deal_id', t.deal_id) as spot`
  const { rows } = await sql<Near & { id: string }>`
    select e.id, b.spot as before, a.spot as after
    from rows from (
      unnest(${entries.map(({ id }) => id)}::uuid[]), unnest(${entries.map(({ user_id }) => user_id)}::uuid[]),
      unnest(${entries.map(({ start_time }) => start_time)}::timestamptz[])
    ) as e (id, user_id, start_time)
    left join lateral (
      select ${spot} from time_entries t
      where t.user_id = e.user_id and t.status = 'synced' and ${within}
        and t.start_time < e.start_time and t.start_time > e.start_time - interval '12 hours'
      order by t.start_time desc limit 1
    ) b on true
    left join lateral (
      select ${spot} from time_entries t
      where t.user_id = e.user_id and t.status = 'synced' and ${within}
        and t.start_time > e.start_time and t.start_time < e.start_time + interval '12 hours'
      order by t.start_time limit 1
    ) a on true
  `.execute(db)
  return new Map(rows.map(({ id, before, after }) => [id, { before, after }]))
}

/** What has its place of the two weeks up to a day, by person and spot. */
export async function findLately(
  db: Database,
  people: { user_id: string; day: string }[],
): Promise<(Spot & Of & { seconds: number })[]> {
  const { rows } = await sql<Spot & Of & { seconds: number }>`
    select t.user_id, t.account_id, t.deal_id, sum(t.seconds) as seconds
    from unnest(${people.map(({ user_id }) => user_id)}::uuid[], ${people.map(({ day }) => day)}::date[]) as p (user_id, day)
    join time_by_day t on t.user_id = p.user_id and t.day between p.day - 14 and p.day and t.status = 'synced'
    group by t.user_id, t.account_id, t.deal_id having sum(t.seconds) > 0
  `.execute(db)
  return rows
}
