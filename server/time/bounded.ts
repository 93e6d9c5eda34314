/**
 * How much a list of time looks at for one answer. What the sums by day can count lies where they say (reach.ts). Where no index knows what
 * else it is narrowed by, a page looks at so many entries and goes on with the next, all that match are those of so many, and what would
 * have to be put in order first is refused, with the days that are few enough (docs/decisions/0041, 0044).
 */
import { mostMatching } from '#domain/bulk.ts'
import type { TimeEntryFilter, TimeEntryQuery } from '#domain/time.ts'
import { scopeOf, type Actor } from '#server/platform/actor.ts'
import { all, sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import { Problem } from '#server/platform/errors.ts'
import { instantOf } from '#server/platform/instants.ts'
import type { Part, Window } from '#server/platform/pages.ts'
import { lasting, listed } from './filters.ts'
import { monthsIn, nearReach, wholeReach, within, type Reach } from './reach.ts'

/** What else narrows a list is tried where ten times as many as are asked for lie, then among so many, in so much time. */
const triedFor = 10
const mostLookedThrough_days = 184
const mostSums = 10_000
const mostLongest = 50_000
/**
 * `page`: of a list that goes on. `once`: where there are no further pages, of all that match and of what has to be sorted: half a second, or two
 * where nothing of it is in memory.
 */
const mostLookedAt = (actor: Actor, query: TimeEntryFilter) =>
  isScattered(actor, query) ? { page: 20_000, once: 20_000 } : { page: 50_000, once: 200_000 }
/** Entries of everybody lie one behind the other; of some, each is a page of the table to itself. */
const isScattered = (actor: Actor, query: TimeEntryFilter) =>
  scopeOf(actor, 'time:read') !== 'all' || scattering.some((name) => query[name] !== undefined)
const scattering = ['user_id', 'team_id', 'account_id', 'deal_id', 'owner_id', 'task_id'] as const

const counted = ['user_id', 'deal_id', 'owner_id', 'account_id', 'task_id', 'team_id', 'date_from', 'date_to', 'status']
const ofPages = ['limit', 'cursor', 'sort']
/** By name, what a list is narrowed by. */
export const filtersOf = (query: TimeEntryQuery): string[] =>
  Object.entries(query).flatMap(([name, value]) => (value !== undefined && !ofPages.includes(name) ? [name] : []))
const isCounted = (query: TimeEntryQuery) =>
  filtersOf(query).every((name) => counted.includes(name)) && !query.status?.includes('discarded')
/** Few of all, and each month has an index of them: however many entries lie between, only months cost something. */
const isIndexed = ({ tag, source }: TimeEntryFilter) => tag !== undefined || source === 'manual'
/** Of what is aside the sums know where it lies; that of it which was discarded is not far from all of it. */
const isAside = ({ discarded, status }: TimeEntryFilter) => discarded === true || status?.includes('discarded') === true

const isNewestFirst = ({ sort = '-start_time' }: TimeEntryQuery) => sort.startsWith('-')
const isByTime = ({ sort = '-start_time' }: TimeEntryQuery) => /^-?start_time\b/.test(sort)

/** `of`: where the rows come from, where that is not all entries. */
type Fetch<Row> = (where: RawBuilder<unknown>, of?: RawBuilder<unknown>) => Promise<Row[]>

/** A page of a list, fetched from as few months as hold it. */
export async function throughMonths<Row>(
  db: Database,
  actor: Actor,
  query: TimeEntryQuery,
  window: Window,
  fetch: Fetch<Row>,
): Promise<Part<Row>> {
  if (!isByTime(query)) return { rows: await byLength(db, actor, query, window, fetch), stopped: null }
  const { size, last } = window
  const rest = async (reach: Reach) => ({ rows: await fetch(within(reach)), stopped: null })
  const ends = { newest: isNewestFirst(query), seen: dayIn(last?.[0]) }
  const near = (most: number | null) => nearReach(db, actor, query, { most, ...ends })
  const exact = isCounted(query)
  const reach = await near(exact ? size : size * triedFor)
  const first = await rest(reach)
  if (first.rows.length >= size || reach === null || reach.whole) return first
  if (exact || isAside(query)) return rest(await wholeReach(db, actor, query))
  const most = isIndexed(query) ? null : mostLookedAt(actor, query).page
  const far = await nearReach(db, actor, query, { most, ...ends, sums: mostSums })
  const part = far && lookedThrough(far, query)
  return part ? { rows: await fetch(within(part)), stopped: endOf(part, query) } : rest(far)
}

/** Null also for what is no instant: the page refuses such a cursor itself. */
function dayIn(instant: string | undefined): string | null {
  const day = /^\d{4}-\d\d-\d\d(?= )/.exec(instant ?? '')?.[0]
  return day === undefined || Number.isNaN(Date.parse(day)) ? null : day
}

/** As much of it as a page looks through; null where that is all of it. */
function lookedThrough(reach: NonNullable<Reach>, query: TimeEntryQuery): Reach {
  const { first_day, last_day } = reach
  const away = (day: string, days: number) => instantOf(day, days).slice(0, 10)
  const newest = isNewestFirst(query)
  const ends = newest
    ? { last_day, first_day: latest(first_day, away(last_day, -mostLookedThrough_days)) }
    : { first_day, last_day: earliest(last_day, away(first_day, mostLookedThrough_days)) }
  const isAll = reach.whole && ends.first_day === first_day && ends.last_day === last_day
  return isAll ? null : { ...reach, ...ends }
}
const latest = (a: string, b: string) => (a > b ? a : b)
const earliest = (a: string, b: string) => (a < b ? a : b)

/** Where the range of `within` ends, as the order says it. */
const endOf = ({ first_day, last_day }: NonNullable<Reach>, query: TimeEntryQuery) =>
  `${(isNewestFirst(query) ? instantOf(first_day, -1) : instantOf(last_day, 2)).slice(0, 10)} 00:00:00+00`

/**
 * The longest, or shortest, first: an index has all of them in this order, and what fits is looked for among so many of its next. A page that is
 * not full then has no place to go on at that would not name entries one may not see. @throws Problem 422
 */
async function byLength<Row>(
  db: Database,
  actor: Actor,
  query: TimeEntryQuery,
  { size, after, order }: Window,
  fetch: Fetch<Row>,
): Promise<Row[]> {
  const isByOne = !query.sort!.includes(',')
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

/**
 * What fits, as a table `e` that is found before it is put in order: few of all are, and PostgreSQL, which takes them for more, would look through an
 * index that has everybody's in that order (2 million entries for the 10,000 of a person: more than 5 s).
 */
const picked = (actor: Actor, query: TimeEntryQuery, months: RawBuilder<unknown>) =>
  sql`(select * from time_entries e where ${all(months, listed(actor, query))} offset 0)`

const countOf = async (db: Database, rows: RawBuilder<unknown>) =>
  (await sql<{ count: number }>`select count(*) as count from ${rows} e`.execute(db)).rows[0]!.count

/** The day after the one with which they become too many is the first from which on they are not. */
function tooMany({ first_day, last_day }: NonNullable<Reach>): Problem {
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

/**
 * What all that a filter finds is selected from: the oldest days that hold as many as are named, or, of what nobody counted, in the
 * newest that hold so many. `date_from`: the first of these, where there are entries before it that were not looked at.
 */
export async function toMatch(
  db: Database,
  actor: Actor,
  query: TimeEntryFilter,
): Promise<{ from: RawBuilder<unknown>; date_from: string | null }> {
  const counts = isCounted(query)
  if (!counts && (isIndexed(query) || isAside(query))) {
    const months = within(await wholeReach(db, actor, query))
    return { from: sql`(select * from time_entries e where ${all(months, listed(actor, query))})`, date_from: null }
  }
  const oldest = { most: mostMatching + 1, newest: false }
  const newest = { most: mostLookedAt(actor, query).once, newest: true }
  const reach = await nearReach(db, actor, query, counts ? oldest : newest)
  const date_from = counts || reach === null || reach.whole ? null : reach.first_day
  return { from: picked(actor, date_from === null ? query : { ...query, date_from }, within(reach)), date_from }
}

/** A file may take long: what has to be put in order for it, in a few seconds. */
const mostSorted = 2_000_000

/**
 * What the rows of a file are selected from, in its order. By time each month is asked by itself, so that a search goes through any number of years. By length an
 * index has all, and what most of it does not fit, or an order of two, is sorted where that many entries or fewer can fit. @throws Problem 422
 */
export async function inParts(db: Database, actor: Actor, query: TimeEntryQuery): Promise<RawBuilder<unknown>[]> {
  const fitting = (months: RawBuilder<unknown>) =>
    sql`(select * from time_entries e where ${all(months, listed(actor, query))})`
  const whole = await wholeReach(db, actor, query)
  if (isByTime(query)) return (isNewestFirst(query) ? monthsIn(whole).toReversed() : monthsIn(whole)).map(fitting)
  const { 'minutes.from': _from, 'minutes.to': _to, ...rest } = query
  const isInOrder = isCounted(rest) && !isScattered(actor, query)
  if (!query.sort!.includes(',') && (isInOrder || isIndexed(query) || isAside(query))) return [fitting(within(whole))]
  const reach = await nearReach(db, actor, query, { most: mostSorted, newest: true })
  if (reach && !reach.whole) throw tooMany(reach)
  return [picked(actor, query, within(reach))]
}
