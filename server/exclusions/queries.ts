import type { Dropped, DroppedPart } from '#domain/capture.ts'
import type { DeviceRules } from '#domain/device-rules.ts'
import type { ExcludedHours, Exclusions, ExclusionsInput, LeftOut, LeftOutReason } from '#domain/exclusions.ts'
import { arrayOf, sql, type Database } from '#server/platform/database.ts'
import { between, type Ends } from '#server/platform/instants.ts'

// columns hold milliseconds: not rounded up, a beginning is never ahead of the clock
const moment = sql`date_trunc('milliseconds', now())`
const present = sql`(p.started_at <= ${moment} and (p.ends_at is null or p.ends_at > ${moment}))`

/** As an instant within JSON. */
const rfc = (column: string) => sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

export async function findExclusions(db: Database, user_id: string): Promise<Exclusions> {
  const { rows } = await sql<Omit<Exclusions, 'private_mode'> & { started_at: string | null; ends_at: string | null }>`
    select coalesce(x.apps, '{}') as apps, coalesce(x.sites, '{}') as sites, coalesce(x.hours, '[]') as hours,
           coalesce(x.editor_projects, false) as editor_projects, coalesce(x.version, 0) as version, p.started_at, p.ends_at
    from users u
    left join exclusions x on x.user_id = u.id
    left join private_times p on p.user_id = u.id and ${present}
    where u.id = ${user_id}
  `.execute(db)
  const { started_at, ends_at, ...said } = rows[0]!
  return { ...said, private_mode: started_at === null ? null : { started_at, ends_at } }
}

type OwnRules = Omit<DeviceRules, 'capture' | 'capture_queries'>
export async function findDeviceRules(db: Database, user_id: string): Promise<OwnRules> {
  const { rows } = await sql<OwnRules>`
    select u.name, u.zone, coalesce(x.apps, '{}') as apps, coalesce(x.sites, '{}') as sites, coalesce(x.hours, '[]') as hours,
           coalesce(x.editor_projects, false) as editor_projects,
           (select coalesce(jsonb_agg(jsonb_build_object('started_at', ${rfc('p.started_at')}, 'ends_at', ${rfc('p.ends_at')})), '[]')
            from (
              select started_at, ends_at from private_times where user_id = u.id order by started_at desc limit 1000
            ) p) as private_times
    from users u left join exclusions x on x.user_id = u.id
    where u.id = ${user_id}
  `.execute(db)
  return rows[0]!
}

export async function writeExclusions(
  tx: Database,
  user_id: string,
  { apps, sites, hours, editor_projects = false }: ExclusionsInput,
): Promise<void> {
  await sql`
    insert into exclusions as x (user_id, apps, sites, hours, editor_projects)
    values (${user_id}, ${apps}::text[], ${sites}::text[], ${JSON.stringify(hours)}::jsonb, ${editor_projects})
    on conflict (user_id) do update set
      apps = excluded.apps, sites = excluded.sites, hours = excluded.hours, editor_projects = excluded.editor_projects, version = x.version + 1, updated_at = now()
  `.execute(tx)
}

/** Gives the id of the private time that goes on now. */
export async function setPrivateTime(tx: Database, user_id: string, ends_at: string | null): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    with changed as (
      update private_times p set ends_at = ${ends_at}::timestamptz, version = version + 1, updated_at = now()
      where p.user_id = ${user_id} and ${present} returning id
    ), started as (
      insert into private_times (user_id, started_at, ends_at)
      select ${user_id}, ${moment}, ${ends_at}::timestamptz where not exists (select from changed) returning id
    )
    select id from changed union all select id from started
  `.execute(tx)
  return rows[0]!.id
}

/** Undefined where none goes on. */
export async function endPrivateTime(tx: Database, user_id: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    update private_times p set ends_at = ${moment}, version = version + 1, updated_at = now()
    where p.user_id = ${user_id} and ${present} returning id
  `.execute(tx)
  return rows[0]?.id
}

export async function listLeftOut(db: Database, user_id: string, from: string, to: string): Promise<LeftOut['data']> {
  const { rows } = await sql<LeftOut['data'][number]>`
    select day, reason, entries, seconds from left_out_by_day
    where user_id = ${user_id} and day between ${from}::date and ${to}::date
    order by day desc, reason
  `.execute(db)
  return rows
}

export type Rules = {
  user_id: string
  apps: string[]
  sites: string[]
  hours: ExcludedHours[]
  /** Unix milliseconds; the end null where it is open. */
  private_times: [start_ms: number, end_ms: number | null][]
  /** Something of theirs was left out before. */
  remembered: boolean
}

/** Of those who keep something out, or did. */
export async function findRules(tx: Database, user_ids: string[]): Promise<Rules[]> {
  const { rows } = await sql<Rules>`
    select * from (
      select u.id as user_id, coalesce(x.apps, '{}') as apps, coalesce(x.sites, '{}') as sites, coalesce(x.hours, '[]') as hours,
             (select coalesce(jsonb_agg(jsonb_build_array(extract(epoch from p.started_at) * 1000, extract(epoch from p.ends_at) * 1000)), '[]')
              from private_times p where p.user_id = u.id) as private_times,
             exists (select from left_out_claims c where c.user_id = u.id) as remembered
      from users u left join exclusions x on x.user_id = u.id where u.id = any (${user_ids})
    ) r
    where remembered or private_times <> '[]' or apps <> '{}' or sites <> '{}' or hours <> '[]'
  `.execute(tx)
  return rows
}

/** Of these people those who let what their editors have open be kept. */
export async function findWilling(db: Database, user_ids: string[]): Promise<Set<string>> {
  if (user_ids.length === 0) return new Set()
  const { rows } = await sql<{ user_id: string }>`
    select user_id from exclusions where user_id = any (${user_ids}) and editor_projects
  `.execute(db)
  return new Set(rows.map(({ user_id }) => user_id))
}

type Remembered = { fingerprint: Buffer; reason: LeftOutReason }
export async function findRemembered(tx: Database, fingerprints: Buffer[]): Promise<Remembered[]> {
  if (fingerprints.length === 0) return []
  const { rows } = await sql<Remembered>`
    select fingerprint, reason from left_out_claims where fingerprint = any (${fingerprints}::bytea[])
  `.execute(tx)
  return rows
}

export type Counted = {
  user_id: string
  reason: LeftOutReason
  zone: string
  start_time: string
  end_time: string
  duration_seconds: number
  /** Null where the sender gave it no id: then every sending is another entry. */
  fingerprint: Buffer | null
  source: string
  external_id: string | null
}

const table = (rows: Counted[]) => sql`
  rows from (
    unnest(${arrayOf(rows.map((row) => row.user_id))}::uuid[]), unnest(${arrayOf(rows.map((row) => row.reason))}::text[]),
    unnest(${arrayOf(rows.map((row) => row.zone))}::text[]), unnest(${arrayOf(rows.map((row) => row.start_time))}::timestamptz[]),
    unnest(${arrayOf(rows.map((row) => row.end_time))}::timestamptz[]), unnest(${arrayOf(rows.map((row) => row.duration_seconds))}::int[]),
    unnest(${rows.map((row) => row.fingerprint)}::bytea[]), unnest(${arrayOf(rows.map((row) => row.source))}::text[]),
    unnest(${arrayOf(rows.map((row) => row.external_id))}::text[])
  ) as n (user_id, reason, zone, start_time, end_time, duration_seconds, fingerprint, source, external_id)
`

/**
 * Adds these to the counts, in one statement. Of what grew since it was last left out, or since it was recorded, only the
 * growth counts: `before` is how many of its first seconds are accounted for. No fingerprint comes twice. What was recorded is looked for in its
 * own months: by the join alone all of them would be opened.
 */
export async function addLeftOut(tx: Database, rows: Counted[]): Promise<void> {
  if (rows.length === 0) return
  const { rows: ends } = await sql<Ends>`
    select min(k.start_time) as first, max(k.start_time) as last from time_entry_keys k
    where (k.source, k.external_id) in (
      select * from unnest(${arrayOf(rows.map((row) => row.source))}::text[], ${arrayOf(rows.map((row) => row.external_id))}::text[])
    )
  `.execute(tx)
  await sql`
    with n as materialized (select * from ${table(rows)}),
    claimed as (
      insert into left_out_claims as c (fingerprint, user_id, reason, seconds)
      select fingerprint, user_id, reason, duration_seconds from n where fingerprint is not null
      order by fingerprint
      on conflict (fingerprint) do update set seconds = greatest(c.seconds, excluded.seconds)
      returning fingerprint, old.seconds as before
    ),
    known as (
      select n.*, greatest(coalesce(c.before, e.duration_seconds, 0), 0) as before
      from n left join claimed c on c.fingerprint = n.fingerprint
      left join time_entry_keys k on k.source = n.source and k.external_id = n.external_id and k.user_id = n.user_id
      left join time_entries e on e.id = k.id and e.start_time = k.start_time and ${between(sql`e.start_time`, ends[0]!)}
    )
    insert into left_out_by_day as t (user_id, day, reason, entries, seconds)
    select k.user_id, d.day, k.reason,
           coalesce(sum(d.entries) filter (where k.before = 0), 0), sum(d.seconds - coalesce(p.seconds, 0))
    from known k
    cross join lateral days_of(k.start_time, k.end_time, k.duration_seconds, k.zone) d
    left join lateral (
      select day, seconds from days_of(k.start_time, k.start_time + k.before * interval '1 second', k.before, k.zone)
      where k.before > 0
    ) p on p.day = d.day
    where k.duration_seconds > k.before
    group by k.user_id, d.day, k.reason
    order by k.user_id, d.day, k.reason
    on conflict (user_id, day, reason) do update set
      entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds
  `.execute(tx)
}

export async function listDropped(db: Database, user_id: string, from: string, to: string): Promise<Dropped['data']> {
  const { rows } = await sql<Dropped['data'][number]>`
    select day, part, entries from dropped_by_day
    where user_id = ${user_id} and day between ${from}::date and ${to}::date
    order by day desc, part
  `.execute(db)
  return rows
}

type DroppedRow = { user_id: string; zone: string; start_time: string; part: DroppedPart }

/** Adds these to the counts, each on the person's own day; in one order for everybody, so that batches do not deadlock. */
export async function addDropped(tx: Database, rows: DroppedRow[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    insert into dropped_by_day as t (user_id, day, part, entries)
    select user_id, (start_time at time zone zone)::date, part, count(*)
    from rows from (
      unnest(${arrayOf(rows.map((row) => row.user_id))}::uuid[]), unnest(${arrayOf(rows.map((row) => row.zone))}::text[]),
      unnest(${arrayOf(rows.map((row) => row.start_time))}::timestamptz[]), unnest(${arrayOf(rows.map((row) => row.part))}::text[])
    ) as n (user_id, zone, start_time, part)
    group by 1, 2, 3 order by 1, 2, 3
    on conflict (user_id, day, part) do update set entries = t.entries + excluded.entries
  `.execute(tx)
}
