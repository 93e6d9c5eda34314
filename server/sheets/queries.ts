import { randomUUID } from 'node:crypto'
import type { SheetRow, WeekSheet } from '#domain/week-sheets.ts'
import { isSubmitted } from '#server/locks/queries.ts'
import { sql, type Database } from '#server/platform/database.ts'
import { onDays } from '#server/time/filters.ts'

/** What is typed into a sheet is an entry like any other, known by this. */
export const newSheetId = () => `sheet:${randomUUID()}`

const dayAfter = (day: string, days: number) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

/** The sheet's own entries of a person on some days, one for each place; whoever moves one elsewhere makes it one of that place. */
const typedOn = (user_id: string, from: string, days: number) => sql`
  select distinct on (e.day, e.deal_id, e.account_id) e.day, e.deal_id, e.account_id, e.id, e.duration_seconds
  from time_entries e
  where e.user_id = ${user_id} and ${onDays(from, dayAfter(from, days - 1))}
    and e.source = 'manual' and starts_with(e.external_id, 'sheet:') and e.status = 'synced'
  order by e.day, e.deal_id, e.account_id, e.id
`

/** The days with how long they are, and what is on them; then a row for each thing time is on. */
export async function findWeek(db: Database, user_id: string, from: string): Promise<WeekSheet> {
  const { rows: days } = await sql<WeekSheet['days'][number] & { zone: string }>`
    select u.zone, d.day::date as day,
           extract(epoch from day_start(d.day::date + 1, u.zone) - day_start(d.day::date, u.zone))::float8 / 3600 as hours,
           coalesce(sum(t.seconds) filter (where t.status = 'synced'), 0) as placed_seconds,
           coalesce(sum(t.seconds) filter (where t.status = 'unmapped'), 0) as waiting_seconds,
           coalesce(sum(t.seconds) filter (where t.status = 'quarantined'), 0) as quarantined_seconds,
           (select l.kind from locks_on(array[u.id], array[d.day::date], array[d.day::date]) l) as locked,
           ${isSubmitted(sql`u.id`, sql`d.day::date`)} as submitted
    from users u
    cross join generate_series(${from}::timestamp, ${from}::timestamp + interval '6 days', interval '1 day') d (day)
    left join time_by_day t on t.user_id = u.id and t.day = d.day::date
    where u.id = ${user_id}
    group by u.id, d.day
    order by d.day
  `.execute(db)
  const { rows } = await sql<SheetRow>`
    select case when w.deal_id is not null then 'deal' when w.account_id is not null then 'account' else 'internal' end as kind,
           w.deal_id, d.name as deal_name, w.account_id, a.name as account_name, w.cells
    from (
      select deal_id, account_id, jsonb_agg(jsonb_build_object('seconds', seconds, 'typed_seconds', typed_seconds) order by day) as cells
      from (
        select k.deal_id, k.account_id, g.day::date as day, coalesce(t.seconds, 0) as seconds, coalesce(e.duration_seconds, 0) as typed_seconds
        from (
          select distinct deal_id, account_id from time_by_day
          where user_id = ${user_id} and status = 'synced' and day between ${from}::date and ${from}::date + 6
        ) k
        cross join generate_series(${from}::timestamp, ${from}::timestamp + interval '6 days', interval '1 day') g (day)
        left join time_by_day t on t.user_id = ${user_id} and t.day = g.day::date and t.status = 'synced'
          and t.deal_id is not distinct from k.deal_id and t.account_id is not distinct from k.account_id
        left join (${typedOn(user_id, from, 7)}) e on e.day = g.day::date
          and e.deal_id is not distinct from k.deal_id and e.account_id is not distinct from k.account_id
      ) cell
      group by deal_id, account_id
      having sum(seconds) > 0
    ) w
    left join deals d on d.id = w.deal_id
    left join accounts a on a.id = w.account_id
    order by a.name nulls last, d.name nulls first, w.deal_id
  `.execute(db)
  return { zone: days[0]!.zone, days: days.map(({ zone: _zone, ...day }) => day), rows }
}

export type DayState = {
  zone: string
  start_ms: number
  end_ms: number
  /** Placed on the deal, account or nothing that is asked about. */
  placed_seconds: number
  typed_id: string | null
  typed_seconds: number
}

export async function findDay(
  tx: Database,
  user_id: string,
  day: string,
  { deal_id, account_id }: { deal_id: string | null; account_id: string | null },
): Promise<DayState> {
  const { rows } = await sql<DayState>`
    select u.zone,
           extract(epoch from day_start(${day}::date, u.zone))::float8 * 1000 as start_ms,
           extract(epoch from day_start(${day}::date + 1, u.zone))::float8 * 1000 as end_ms,
           coalesce((
             select seconds from time_by_day
             where user_id = u.id and day = ${day}::date and status = 'synced'
               and deal_id is not distinct from ${deal_id}::uuid and account_id is not distinct from ${account_id}::uuid
           ), 0) as placed_seconds,
           typed.id as typed_id, coalesce(typed.duration_seconds, 0) as typed_seconds
    from users u
    left join (${typedOn(user_id, day, 1)}) typed
      on typed.deal_id is not distinct from ${deal_id}::uuid and typed.account_id is not distinct from ${account_id}::uuid
    where u.id = ${user_id}
  `.execute(tx)
  return rows[0]!
}

/** What of the person's time lies on this stretch, but for one entry. */
export async function takenBy(
  tx: Database,
  user_id: string,
  { start_ms, end_ms }: { start_ms: number; end_ms: number },
  but: string | null,
): Promise<{ start_ms: number; end_ms: number }[]> {
  // no entry is longer than seven days; a plain instant, so that only its months are opened
  const [begun, from, until] = [start_ms - 8 * 86_400_000, start_ms, end_ms].map((instant_ms) =>
    new Date(instant_ms).toISOString(),
  )
  const { rows } = await sql<{ start_ms: number; end_ms: number }>`
    select extract(epoch from start_time)::float8 * 1000 as start_ms, extract(epoch from end_time)::float8 * 1000 as end_ms
    from time_entries
    where user_id = ${user_id} and start_time < ${until}::timestamptz and start_time > ${begun}::timestamptz
      and end_time > ${from}::timestamptz and id is distinct from ${but}::uuid
    order by start_time
  `.execute(tx)
  return rows
}
