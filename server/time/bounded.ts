/**
 * How much a list of time looks at for one answer. What the sums by day can count lies where they say (reach.ts). Where no index knows what
 * else it is narrowed by, a page looks at so many entries and goes on with the next, all that match are those of so many, and what would
 * have to be put in order first is refused, with the days that are few enough (docs/decisions/0041, 0044).
 */
import { mostMatching } from '#domain/bulk.ts'
import type { TimeEntryFilter, TimeEntryQuery } from '#domain/time.ts'
import type { Actor } from '#server/platform/actor.ts'
import { all, sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import { instantOf } from '#server/platform/instants.ts'
import type { Part, Window } from '#server/platform/pages.ts'
import { isAside, isByTime, isCounted, isIndexed, isNewestFirst, isScattered, mostLookedAt } from './asked.ts'
import { byLength, picked, tooMany, type Fetch } from './by-length.ts'
import { listed } from './filters.ts'
import { monthsIn, nearReach, wholeReach, within, type Reach } from './reach.ts'

/** What else narrows a list is tried where ten times as many as are asked for lie, then among so many, in so much time. */
const triedFor = 10
const mostLookedThrough_days = 184
const mostSums = 10_000

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
