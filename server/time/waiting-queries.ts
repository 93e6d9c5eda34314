/** What waits, for whoever's turn it is: one's own at once, that of others after their own days to place it. */
import type { TimeEntry, UnmappedQuery } from '#domain/time.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { all, sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import { page } from '#server/platform/pages.ts'
import { fits } from './filters.ts'
import { are } from './key-queries.ts'
import { wholeReach, within, type Reach } from './reach.ts'
import { columns, joins } from './queries.ts'

/** What the review queue shows of a waiting entry, before its guesses are worked out. */
export type WaitingRow = TimeEntry & { similar: number; asked_by_name: string | null }
/** Days, `YYYY-MM-DD`, from which on time is its person's own: since it was worked, and since they were asked. */
export type Turn = { own_from: string; asked_from: string; zone: string }

const waitingColumns = (actor: Actor, reach: Reach) => sql`
  ${columns(actor)},
  (select u.name from review_requests q join users u on u.id = q.asked_by where q.entry_id = e.id) as asked_by_name,
  (select count(*) from time_entries s
    where s.status = 'unmapped' and s.user_id = e.user_id and ${within(reach, 's')}
      and similar_key(s.project_name, s.title, s.app) = similar_key(e.project_name, e.title, e.app)) as similar
`
const isOwn = (actor: Actor) => sql`e.user_id = ${actor.person_id}::uuid`

/** The start too, a day wider than any zone, so that an index on it is used. */
const isTeams = ({ own_from, asked_from, zone }: Turn) => sql`(
  e.day < ${own_from}::date and e.start_time < ${own_from}::date + interval '1 day'
  and not exists (select from review_requests q
    where q.entry_id = e.id and (q.asked_at at time zone ${zone})::date >= ${asked_from}::date)
)`

const isPutOff = (actor: Actor) => sql`exists (
  select from snoozed_entries z where z.entry_id = e.id and z.user_id = ${actor.person_id}::uuid and z.until > now()
)`

/** Where all that waits lies: little of what is recorded does, and most of that is of the last weeks. */
const reachOf = (db: Database, actor: Actor) => wholeReach(db, actor, { status: ['unmapped'] })

/** Whosever turn it is. */
const allWaiting = (actor: Actor, query: UnmappedQuery, similar: RawBuilder<unknown> = sql`true`) =>
  all(sql`e.status = 'unmapped'`, inScope(actor, 'time:read', sql`e.user_id`), fits(actor, query), similar)

const isDue = (actor: Actor, turn: Turn, query: UnmappedQuery) =>
  all(
    query.whose === 'mine' && isOwn(actor),
    query.whose === 'team' && sql`${isOwn(actor)} is not true and ${isTeams(turn)}`,
    query.whose === undefined && sql`(${isOwn(actor)} or ${isTeams(turn)})`,
  )

const waiting = (actor: Actor, turn: Turn, query: UnmappedQuery, similar?: RawBuilder<unknown>) =>
  all(allWaiting(actor, query, similar), isDue(actor, turn, query))

/** One looked up by its key, so that its month alone is opened. */
const similarTo = async (db: Database, { similar_to }: UnmappedQuery) =>
  similar_to === undefined
    ? sql`true`
    : sql`(e.user_id, similar_key(e.project_name, e.title, e.app)) in (
        select s.user_id, similar_key(s.project_name, s.title, s.app) from time_entries s where ${await are(db, [similar_to], 's')}
      )`

const sorts = {
  start_time: { by: sql`e.start_time`, type: 'timestamptz' },
  // the longest first; what they are worth and how sure the guesses are is known once they are read (review.ts)
  stake: { by: sql`e.duration_seconds`, type: 'integer' },
} as const

export const listWaiting = (db: Database, actor: Actor, turn: Turn, query: UnmappedQuery) =>
  page(query, sorts, '-start_time', sql`e.id`, async ({ sort_key, after, order, limit }) => {
    const putOff = isPutOff(actor)
    const reach = await reachOf(db, actor)
    const fits = waiting(actor, turn, query, await similarTo(db, query))
    const { rows } = await sql<WaitingRow & { sort_key: string }>`
      select ${waitingColumns(actor, reach)}, ${sort_key} as sort_key
      from time_entries e ${joins}
      where ${all(within(reach), after, fits, query.snoozed ? putOff : sql`not ${putOff}`)} ${order} ${limit}
    `.execute(db)
    return rows
  })

type Sums = { total: number; total_seconds: number; snoozed: number }
export async function sumWaiting(db: Database, actor: Actor, turn: Turn, query: UnmappedQuery): Promise<Sums> {
  const reach = await reachOf(db, actor)
  const fits = waiting(actor, turn, query, await similarTo(db, query))
  const { rows } = await sql<Sums>`
    select count(*) filter (where w.put_off = ${query.snoozed ?? false}) as total,
           coalesce(sum(w.seconds) filter (where w.put_off = ${query.snoozed ?? false}), 0) as total_seconds,
           count(*) filter (where w.put_off) as snoozed
    from (
      select e.duration_seconds as seconds, ${isPutOff(actor)} as put_off
      from time_entries e where ${within(reach)} and ${fits}
    ) w
  `.execute(db)
  return rows[0]!
}

type Turns = { entries: number; seconds: number; later_entries: number; later_seconds: number }
/** What the queue holds now, and what waits without being in it: put off, or the turn of those who worked it. */
export async function sumTurns(db: Database, actor: Actor, turn: Turn, query: UnmappedQuery): Promise<Turns> {
  const { rows } = await sql<Turns>`
    select count(*) filter (where w.is_due) as entries, coalesce(sum(w.seconds) filter (where w.is_due), 0) as seconds,
           count(*) filter (where not w.is_due) as later_entries,
           coalesce(sum(w.seconds) filter (where not w.is_due), 0) as later_seconds
    from (
      select e.duration_seconds as seconds, ${all(isDue(actor, turn, query), sql`not ${isPutOff(actor)}`)} as is_due
      from time_entries e
      where ${within(await reachOf(db, actor))} and ${allWaiting(actor, query)}
    ) w
  `.execute(db)
  return rows[0]!
}

export async function getWaiting(db: Database, actor: Actor, turn: Turn, id: string): Promise<WaitingRow | undefined> {
  const { rows } = await sql<WaitingRow>`
    select ${waitingColumns(actor, await reachOf(db, actor))} from time_entries e ${joins} where ${await are(db, [id])} and ${waiting(actor, turn, {})}
  `.execute(db)
  return rows[0]
}
