/** Entries that are none any more: they leave the table of those that count, and come back as they were. */
import type { TimeEntry } from '#domain/time.ts'
import { inScope } from '#server/people/scope.ts'
import { personOf, type Actor } from '#server/platform/actor.ts'
import { arrayOf, jsonArrayOf, sql, type Database } from '#server/platform/database.ts'
import { are } from './key-queries.ts'
import { makeMonths, stored, type StoredEntry } from './write-queries.ts'

export type Ending = Exclude<TimeEntry['ended_as'], null>
export type FormerEntry = StoredEntry & { ended_as: Ending; ended_in: string }

const former = sql`${stored}, ended_as, ended_in`

/** Everything an entry is made of but what is worked out of it. */
const columnsWith = (account_id: string) =>
  sql.raw(
    `id, user_id, ${account_id}, deal_id, task_id, start_time, end_time, duration_seconds, zone, activity_type, productivity_score, source,
   external_id, billable, project_name, project_from_editor, tags, title, url, app, mapping, status, quarantine_reason, discarded_at, released_at, evidence_erased_at,
   synced_at, recorded_start, recorded_end, made_in, created_at`,
  )
const kept = columnsWith('account_id')
/** Accounts may have been merged meanwhile, and deals go where theirs is. */
const keptToday = columnsWith(
  'coalesce((select d.account_id from deals d where d.id = back.deal_id), account_survivor(account_id))',
)

/** Of rows that are locked. `ended_in` is what they and what comes of them have in common; a deleted one has its own id. */
export async function putAway(
  tx: Database,
  actor: Actor,
  ended_as: Ending,
  rows: { id: string; ended_in: string }[],
): Promise<void> {
  if (rows.length === 0) return
  const ids = rows.map(({ id }) => id)
  await sql`
    with gone as (delete from time_entries e where ${await are(tx, ids)} returning ${kept}, version + 1 as version)
    insert into former_entries (${kept}, version, ended_as, ended_in, ended_by)
    select ${kept}, version, ${ended_as}, deed.ended_in, ${personOf(actor)}::uuid
    from gone join unnest(${ids}::uuid[], ${rows.map((row) => row.ended_in)}::uuid[]) as deed (of, ended_in) on deed.of = gone.id
  `.execute(tx)
}

/** Of rows that are locked. */
export async function bringBack(tx: Database, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    with back as (delete from former_entries where id = any (${ids}) returning ${kept}, version + 1 as version)
    insert into time_entries (${kept}, version) select ${keptToday}, version from back
  `.execute(tx)
}

/** An entry made of another, or of several: like one of them in everything that is not said here. */
export type Made = {
  id: string
  like: string
  made_in: string
  start_time: string
  end_time: string
  duration_seconds: number
  tags: string[]
  productivity_score: number | null
  source: 'agent' | 'manual'
  released: boolean
}

/** Made of what was put away. They have no id of the sender's: that stays with the original. */
export async function insertMade(tx: Database, rows: Made[]): Promise<void> {
  if (rows.length === 0) return
  await makeMonths(tx, rows)
  await sql`
    insert into time_entries (${kept})
    select new.id, f.user_id, f.account_id, f.deal_id, f.task_id, new.start_time, new.end_time, new.duration_seconds, f.zone, f.activity_type,
           new.productivity_score, new.source, null, f.billable, f.project_name, f.project_from_editor, new.tags, f.title, f.url, f.app, f.mapping, f.status,
           f.quarantine_reason, f.discarded_at, case when new.released then f.released_at end, f.evidence_erased_at, f.synced_at, null, null, new.made_in, now()
    from jsonb_to_recordset(${jsonArrayOf(rows)}::jsonb) as new (
      id uuid, "like" uuid, made_in uuid, start_time timestamptz, end_time timestamptz, duration_seconds integer, tags text[],
      productivity_score real, source text, released boolean
    )
    join former_entries f on f.id = new.like
  `.execute(tx)
}

/** Locks what the actor may change of these: by their ids, or by what they and what came of them have in common. */
export async function lockFormer(
  tx: Database,
  actor: Actor,
  by: 'id' | 'ended_in',
  ids: string[],
): Promise<FormerEntry[]> {
  const { rows } = await sql<FormerEntry>`
    select ${former} from former_entries e
    where ${sql.ref(by)} = any (${ids}) and ${inScope(actor, 'time:write', sql`e.user_id`)}
    order by e.id for update
  `.execute(tx)
  return rows
}

export type Part = StoredEntry & { made_in: string }
/** Locks what came of these deeds and still is an entry, in the order of time. */
export async function lockParts(tx: Database, deeds: string[]): Promise<Part[]> {
  if (deeds.length === 0) return []
  const { rows } = await sql<Part>`
    select ${stored}, made_in from time_entries e where e.made_in = any (${deeds}) order by e.start_time, e.id for update
  `.execute(tx)
  return rows
}

/**
 * How many entries each of these deeds made: what came of a split is in the table, or was put away since. What was merged and then split
 * is no part of itself.
 */
export async function countMade(tx: Database, deeds: string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ made_in: string; count: number }>`
    select made_in, count(*) as count
    from (select made_in from time_entries where made_in = any (${deeds})
          union all select made_in from former_entries where made_in = any (${deeds}) and not (id = made_in and id = ended_in)) made
    group by made_in
  `.execute(tx)
  return new Map(rows.map(({ made_in, count }) => [made_in, count]))
}

/** For good: parts of what is put together again, and what an import that is taken back had recorded. */
export async function dropEntries(tx: Database, ids: string[]): Promise<void> {
  await sql`delete from time_entries e where ${await are(tx, ids)}`.execute(tx)
}

/** Locks what was put away under these external ids, in one order for everybody. */
export async function lockFormerByExternalId(
  tx: Database,
  rows: { source: string; external_id: string }[],
): Promise<FormerEntry[]> {
  if (rows.length === 0) return []
  const { rows: found } = await sql<FormerEntry>`
    select ${former} from former_entries
    where (source, external_id) in (select * from unnest(${rows.map((r) => r.source)}::text[], ${rows.map((r) => r.external_id)}::text[]))
    order by id for update
  `.execute(tx)
  return found
}

/** What was put away goes on growing where its agent is: put back, it is as long as that says. */
export async function growFormer(
  tx: Database,
  rows: Pick<FormerEntry, 'id' | 'end_time' | 'duration_seconds'>[],
): Promise<void> {
  if (rows.length === 0) return
  await sql`
    update former_entries f set end_time = new.end_time, duration_seconds = new.duration_seconds, version = f.version + 1, updated_at = now()
    from unnest(${arrayOf(rows.map((row) => row.id))}::uuid[], ${arrayOf(rows.map((row) => row.end_time))}::timestamptz[],
                ${arrayOf(rows.map((row) => row.duration_seconds))}::integer[]) as new (id, end_time, duration_seconds)
    where f.id = new.id
  `.execute(tx)
}

/** What a person takes out for good is gone from here too; gives what was there. */
export async function deleteOwnFormer(tx: Database, user_id: string, ids: string[]): Promise<StoredEntry[]> {
  const { rows } = await sql<StoredEntry>`
    delete from former_entries where id = any (${ids}) and user_id = ${user_id} and ended_as = 'deleted' returning ${stored}
  `.execute(tx)
  return rows
}

/** What these deeds were done to, and what that was made of in turn. */
export const originalsOf = (user_id: string, deeds: string[]) => sql`
  with recursive made (deed) as (
    select unnest(${deeds}::uuid[])
    union
    select f.made_in from made join former_entries f on f.ended_in = made.deed where f.user_id = ${user_id} and f.made_in is not null
  )
  select f.id from made join former_entries f on f.ended_in = made.deed where f.user_id = ${user_id}
`

/** Of the originals of what a person took out for good nothing stays but the time, and the id by which a resend is known; they do not come back. */
export const blankOriginals = (tx: Database, user_id: string, deeds: string[]) =>
  sql`
    update former_entries
    set ended_as = 'hidden', title = null, url = null, app = null, project_name = null, project_from_editor = false, tags = '{}', mapping = null, released_at = null, version = version + 1, updated_at = now()
    where id in (${originalsOf(user_id, deeds)})
  `.execute(tx)

/** What was deleted of these and was released, and the originals of those that are there; gives the ids of the deleted. */
export async function withdrawFormer(tx: Database, user_id: string, ids: string[]): Promise<string[]> {
  const { rows: made } = await sql<{ made_in: string }>`
    select distinct made_in from time_entries e where ${await are(tx, ids)} and user_id = ${user_id} and made_in is not null
    union select made_in from former_entries where id = any (${ids}) and user_id = ${user_id} and made_in is not null
  `.execute(tx)
  const originals = originalsOf(
    user_id,
    made.map(({ made_in }) => made_in),
  )
  const { rows } = await sql<{ id: string; ended_as: Ending }>`
    update former_entries f set released_at = null, version = version + 1, updated_at = now()
    where user_id = ${user_id} and released_at is not null and (id in (${originals}) or (id = any (${ids}) and ended_as = 'deleted'))
    returning id, ended_as
  `.execute(tx)
  return rows.flatMap(({ id, ended_as }) => (ended_as === 'deleted' && ids.includes(id) ? id : []))
}
