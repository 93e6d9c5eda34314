import { mostShown, type CalendarDay, type CalendarEntry } from '#domain/time-calendar.ts'
import { mayRead, readProject } from '#server/evidence/may-read.ts'
import { isSubmitted } from '#server/locks/queries.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { all, sql, type Database, type RawBuilder } from '#server/platform/database.ts'

type Person = { user_id: string; user_name: string; zone: string }
export type DayRow = CalendarDay & Person

/** The days of a person one may see the time of; none of anybody else. */
export async function findDays(
  db: Database,
  actor: Actor,
  { user_id, from, days }: { user_id: string; from: string; days: number },
): Promise<DayRow[]> {
  const { rows } = await sql<DayRow>`
    select u.id as user_id, u.name as user_name, u.zone, d.day::date as day,
           day_start(d.day::date, u.zone) as start_time, day_start(d.day::date + 1, u.zone) as end_time,
           extract(epoch from day_start(d.day::date + 1, u.zone) - day_start(d.day::date, u.zone))::float8 / 3600 as hours,
           (select l.kind from locks_on(array[u.id], array[d.day::date], array[d.day::date]) l) as locked,
           ${isSubmitted(sql`u.id`, sql`d.day::date`)} as submitted
    from users u
    cross join generate_series(${from}::timestamp, ${from}::timestamp + ${days - 1} * interval '1 day', interval '1 day') d (day)
    where u.id = ${user_id} and ${inScope(actor, 'time:read', sql`u.id`)}
    order by d.day
  `.execute(db)
  return rows
}

export type Stretch = { start_time: string; end_time: string }

const column = (name: string) => sql.ref(`e.${name}`)

/** What touches the stretch. No entry is longer than seven days; plain instants, so that only its months are opened. */
const touching = ({ start_time, end_time }: Stretch, start = column('start_time'), end = column('end_time')) => {
  const begun = new Date(Date.parse(start_time) - 8 * 86_400_000).toISOString()
  return all(
    sql`${start} > ${begun}::timestamptz`,
    sql`${start} < ${end_time}::timestamptz`,
    sql`${end} > ${start_time}::timestamptz`,
  )
}

/** The earliest that touch it, and one more than is shown. What is locked and what waits for approval is asked once a day, not once an entry. */
export async function findEntries(
  db: Database,
  actor: Actor,
  user_id: string,
  stretch: Stretch,
): Promise<CalendarEntry[]> {
  const { rows } = await sql<CalendarEntry>`
    with shown as materialized (
      select e.*, ((e.end_time - interval '1 millisecond') at time zone e.zone)::date as last_day,
             case when ${mayRead(actor)} then e.title end as read_title, ${readProject(actor)} as read_project,
             e.project_from_editor and ${mayRead(actor)} as read_from_editor
      from time_entries e
      where e.user_id = ${user_id} and ${inScope(actor, 'time:read', sql`e.user_id`)} and ${touching(stretch)} and e.discarded_at is null
      order by e.start_time, e.id limit ${mostShown + 1}
    ),
    spans as materialized (
      select day, last_day, row_number() over (order by day, last_day) as place, ${isSubmitted(sql`${user_id}::uuid`, sql`day`)} as submitted
      from (select distinct day, last_day from shown where status <> 'quarantined') d
    ),
    -- kept, or it would be asked for each entry: 3,500 of a week took 2.2 s
    marks as materialized (
      select s.day, s.last_day, s.submitted, l.kind as locked
      from spans s
      left join (
        select l.place, l.kind
        from (
          select array_agg(${user_id}::uuid order by place) as people, array_agg(day order by place) as first_days,
                 array_agg(last_day order by place) as last_days
          from spans
        ) d
        cross join lateral locks_on(d.people, d.first_days, d.last_days) l
      ) l using (place)
    )
    select e.id, e.version, e.start_time, e.end_time, e.duration_seconds, a.name as account_name, d.name as deal_name,
           t.title as task_title, e.read_project as project_name, e.read_from_editor as project_from_editor, e.read_title as title, e.billable, e.source, e.status,
           coalesce(e.mapping ->> 'private' = 'true', false) as private, b.kind as doubt, m.locked,
           coalesce(m.submitted, false) as submitted
    from shown e
    left join accounts a on a.id = e.account_id
    left join deals d on d.id = e.deal_id
    left join tasks t on t.id = e.task_id
    left join doubts b on e.status = 'quarantined' and b.id = e.id
    left join marks m on e.status <> 'quarantined' and m.day = e.day and m.last_day = e.last_day
    order by e.start_time, e.id
  `.execute(db)
  return rows
}

export type Recorded = Stretch & { app: string | null; url: string | null }
/** As many events as are read for a lane of evidence. */
export const mostEvents = 10_000

const month_ms = 31 * 86_400_000
/** Whoever moves an entry further than a month leaves no record there: so that few months are opened. */
const nearby = ({ start_time, end_time }: Stretch) => {
  const [from, until] = [Date.parse(start_time) - month_ms, Date.parse(end_time) + month_ms].map((instant_ms) =>
    new Date(instant_ms).toISOString(),
  )
  return sql`e.start_time > ${from}::timestamptz and e.start_time < ${until}::timestamptz`
}

/** What a person's agents recorded, as it came: also what was moved, split, merged or deleted since, and not what became of it. */
export async function findRecorded(db: Database, user_id: string, stretch: Stretch): Promise<Recorded[]> {
  const own = sql`e.user_id = ${user_id} and e.source = 'agent' and e.made_in is null`
  const recorded = (table: string, and: RawBuilder<unknown>) => sql`
    select e.start_time, e.end_time, e.app, e.url from ${sql.table(table)} e
    where ${own} and e.recorded_start is null and ${touching(stretch)} and ${and}
    union all
    select e.recorded_start, e.recorded_end, e.app, e.url from ${sql.table(table)} e
    where ${own} and ${nearby(stretch)} and ${touching(stretch, column('recorded_start'), column('recorded_end'))} and ${and}
  `
  const { rows } = await sql<Recorded>`
    ${recorded('time_entries', sql`true`)} union all ${recorded('former_entries', sql`e.ended_as <> 'hidden'`)}
    order by start_time limit ${mostEvents + 1}
  `.execute(db)
  return rows
}
