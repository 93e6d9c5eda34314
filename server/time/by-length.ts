/**
 * Lists by length. An index has all entries in this order; what else is asked is looked for among its next, or selected first and then sorted where
 * that is little, and refused with the days that are few enough where neither is (docs/decisions/0044).
 */
import type { TimeEntryQuery } from '#domain/time.ts'
import { inScope } from '#server/people/scope.ts'
import { scopeOf, type Actor } from '#server/platform/actor.ts'
import { all, among, sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import { Problem } from '#server/platform/errors.ts'
import { instantOf } from '#server/platform/instants.ts'
import type { Window } from '#server/platform/pages.ts'
import { filtersOf, isIndexed, isNewestFirst, mostLookedAt } from './asked.ts'
import { lasting, listed } from './filters.ts'
import { nearReach, wholeReach, within, type Reach } from './reach.ts'

/** By length what else is asked is tried among forty times as many as are asked for, then among so many. */
const longestTriedFor = 40
const mostLongest = 50_000

/** `of`: where the rows come from, where that is not all entries. */
export type Fetch<Row> = (where: RawBuilder<unknown>, of?: RawBuilder<unknown>) => Promise<Row[]>

/**
 * The longest, or shortest, first: an index has all of them in this order, and what fits is looked for among so many of its next. A page that is
 * not full then has no place to go on at that would not name entries one may not see. @throws Problem 422
 */
export async function byLength<Row>(
  db: Database,
  actor: Actor,
  query: TimeEntryQuery,
  window: Window,
  fetch: Fetch<Row>,
): Promise<Row[]> {
  const { size, after, order } = window
  const isByOne = !query.sort!.includes(',')
  if (isByOne) {
    const rows = await amongLongest(db, actor, query, window, fetch)
    if (rows) return rows
  }
  const reach = await nearReach(db, actor, query, { most: mostLookedAt(actor, query).once, newest: true })
  if (reach === null || reach.whole) return fetch(sql`true`, picked(actor, query, within(reach)))
  if (isIndexed(query)) return fetch(within(await wholeReach(db, actor, query)))
  if (!isByOne) throw tooMany(reach)
  const months = within(await wholeReach(db, actor, query))
  const next = sql`(select * from time_entries e where ${all(months, lasting(query), after)} ${order} limit ${mostLongest})`
  const rows = await fetch(sql`true`, next)
  if (rows.length >= size || (await countOf(db, next)) < mostLongest) return rows
  throw tooMany(reach)
}

const ofPeople: readonly string[] = ['user_id', 'team_id']

/** Null where what else is asked may fit more than was looked for among the longest of all, or of the people who are asked for. */
async function amongLongest<Row>(
  db: Database,
  actor: Actor,
  query: TimeEntryQuery,
  window: Window,
  fetch: Fetch<Row>,
): Promise<Row[] | null> {
  const others = filtersOf(query).filter((name) => !ofPeople.includes(name))
  if (others.some((name) => narrow.includes(name))) return null
  const people = await fewPeople(db, actor, query)
  const isExact = others.length === 0
  // of several people the next of one may come before what was found of another: all that is asked for is told by them, or they do not help
  const from = people && (isExact || people.length === 1) ? people : 'all'
  const isEach = isExact && from === people
  const rows = await fetch(
    sql`true`,
    longest(from, query, window, isEach ? window.size : window.size * longestTriedFor),
  )
  return isEach || rows.length >= window.size ? rows : null
}

/** Each of them is looked up by itself (half a millisecond after five years). */
const mostPeople = 12
async function fewPeople(db: Database, actor: Actor, query: TimeEntryQuery): Promise<string[] | 'all' | null> {
  if (scopeOf(actor, 'time:read') === 'all' && !query.user_id && !query.team_id) return 'all'
  const { rows } = await sql<{ id: string }>`
    select id from users
    where ${all(
      inScope(actor, 'time:read', sql`id`),
      query.user_id && among(sql`id`, query.user_id),
      query.team_id && among(sql`team_id`, query.team_id),
    )}
    limit ${mostPeople + 1}
  `.execute(db)
  return rows.length > mostPeople ? null : rows.map(({ id }) => id)
}

/** Every month is opened for them, and a function keeps the plan for that. */
function longest(people: string[] | 'all', query: TimeEntryQuery, { last }: Window, most: number): RawBuilder<unknown> {
  const [seconds = null, id = null] = last ?? []
  const next = sql`${isNewestFirst(query)}, ${seconds}::integer, ${id}::uuid, ${most}::integer`
  return people === 'all' ? sql`longest_entries(${next})` : sql`longest_entries_of(${people}::uuid[], ${next})`
}
/** What narrows the index itself, and of what little is among the longest of all. */
const narrow = [
  'date_from',
  'date_to',
  'minutes.from',
  'minutes.to',
  'deal_id',
  'owner_id',
  'account_id',
  'task_id',
  'tag',
]

/**
 * What fits, as a table `e` that is found before it is put in order: few of all are, and PostgreSQL, which takes them for more, would look through an
 * index that has everybody's in that order (2 million entries for the 10,000 of a person: more than 5 s).
 */
export const picked = (actor: Actor, query: TimeEntryQuery, months: RawBuilder<unknown>) =>
  sql`(select * from time_entries e where ${all(months, listed(actor, query))} offset 0)`

const countOf = async (db: Database, rows: RawBuilder<unknown>) =>
  (await sql<{ count: number }>`select count(*) as count from ${rows} e`.execute(db)).rows[0]!.count

/** The day after the one with which they become too many is the first from which on they are not. */
export function tooMany({ first_day, last_day }: NonNullable<Reach>): Problem {
  const date_from = instantOf(first_day, 1).slice(0, 10)
  const isSome = date_from <= last_day
  const message = isSome
    ? `Name days: from ${date_from} on they are few enough.`
    : 'Name people, deals or accounts: these are too many even of one day.'
  return new Problem(422, 'too_many_entries', `There are too many entries to put into this order. ${message}`, {
    errors: [{ pointer: isSome ? '/date_from' : '/user_id', code: 'too_many_entries', message }],
    members: isSome ? { date_from } : {},
  })
}
