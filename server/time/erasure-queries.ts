/** What is erased of recorded time at its person's request (docs/decisions/0032). */
import { all, sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import { onDays } from './filters.ts'
import { found, type Key } from './key-queries.ts'
import { stored, type StoredEntry } from './write-queries.ts'

/** One entry, all of some days, or the evidence of everything; what was recorded before `until` and not erased since. */
export type Wanted = {
  user_id: string
  about: 'entry' | 'days' | 'evidence'
  entry_id: string | null
  date_from: string | null
  date_to: string | null
  until: string
}

/** Of the rules only those that people write look at titles, addresses and apps. */
const matched = sql`(mapping ->> 'rule' = 'mapping_rule' and mapping ->> 'matched' is not null)`
const hasEvidence = sql`(e.title is not null or e.url is not null or e.app is not null or e.project_from_editor or ${matched})`

const wanted = ({ user_id, about, entry_id, date_from, date_to, until }: Wanted): RawBuilder<unknown> =>
  all(
    sql`e.user_id = ${user_id} and e.created_at <= ${until}::timestamptz`,
    sql`(e.evidence_erased_at is null or e.evidence_erased_at < ${until}::timestamptz)`,
    date_from !== null && date_to !== null && onDays(date_from, date_to),
    about === 'entry' && sql`e.id = ${entry_id}::uuid`,
    about === 'evidence' && hasEvidence,
  )

/** The instant by itself too: by it, months that are done are not opened again. */
const behind = ({ start_time, id }: Key) => sql`
  e.start_time >= ${start_time}::timestamptz and (e.start_time, e.id) > (${start_time}::timestamptz, ${id}::uuid)
`

/** The next so many, in the order of time. */
export async function nextToErase(tx: Database, target: Wanted, after: Key | null, limit: number): Promise<Key[]> {
  const { rows } = await sql<Key>`
    select e.id, e.start_time from time_entries e
    where ${all(wanted(target), after && behind(after))}
    order by e.start_time, e.id limit ${limit}
  `.execute(tx)
  return rows
}

export type Affected = { entries: number; seconds: number; locked_entries: number; locked_seconds: number }
/** How much that is now, and how much of it lies in approved weeks and closed periods. */
export async function sumToErase(db: Database, target: Wanted): Promise<Affected> {
  const { rows } = await sql<Affected>`
    with spans as materialized (
      select e.day as first_day, ((e.end_time - interval '1 millisecond') at time zone e.zone)::date as last_day,
             e.status = 'quarantined' as aside, count(*) as entries, sum(e.duration_seconds) as seconds
      from time_entries e where ${wanted(target)} group by 1, 2, 3
    ),
    placed as materialized (select *, row_number() over () as place from spans),
    locks as (
      select l.place from (
        select array_agg(${target.user_id}::uuid order by place) as people, array_agg(first_day order by place) as first_days,
               array_agg(last_day order by place) as last_days
        from placed
      ) d cross join lateral locks_on(d.people, d.first_days, d.last_days) l
    )
    select coalesce(sum(p.entries), 0) as entries, coalesce(sum(p.seconds), 0) as seconds,
           coalesce(sum(p.entries) filter (where l.place is not null and not p.aside), 0) as locked_entries,
           coalesce(sum(p.seconds) filter (where l.place is not null and not p.aside), 0) as locked_seconds
    from placed p left join locks l using (place)
  `.execute(db)
  return rows[0]!
}

/** Why it is where it is, without what a rule found on the screen. */
export const unmatched = sql`case when ${matched} then mapping || '{"matched": null}' else mapping end`

/** What was on the screen; of projects what an editor had open. */
export const noEvidence = sql`
  title = null, url = null, app = null, project_from_editor = false,
  project_name = case when not project_from_editor then project_name end
`
const blank = sql`
  ${noEvidence}, released_at = null, evidence_erased_at = now(), version = version + 1, updated_at = now(),
  mapping = ${unmatched}
`
/** They stay as hours. What a rule found in them goes from why they are where they are, and from where they were before. */
export async function blankEntries(tx: Database, keys: Key[]): Promise<void> {
  if (keys.length === 0) return
  await sql`update time_entries e set ${blank} where ${found(keys)}`.execute(tx)
  await sql`
    update remap_rows set before = jsonb_set(before, '{mapping,matched}', 'null')
    where entry_id = any (${keys.map(({ id }) => id)}) and before #>> '{mapping,rule}' = 'mapping_rule'
  `.execute(tx)
}

/** Of what was deleted, on these days or all of it: gives what there was. */
export async function deleteFormer(tx: Database, user_id: string, days: RawBuilder<unknown>): Promise<StoredEntry[]> {
  const { rows } = await sql<StoredEntry>`
    delete from former_entries e where e.user_id = ${user_id} and e.ended_as = 'deleted' and ${days} returning ${stored}
  `.execute(tx)
  return rows
}

/** Of what was split or merged, and is kept so that it can be put back: without evidence. */
export const blankFormer = (tx: Database, user_id: string, which: RawBuilder<unknown>) =>
  sql`update former_entries e set ${blank} where e.user_id = ${user_id} and ${which}`.execute(tx)
