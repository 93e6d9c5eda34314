/** What a list of time is asked, by what that costs: what sums by day count, what an index knows, and what has to be looked for. */
import type { TimeEntryFilter, TimeEntryQuery } from '#domain/time.ts'
import { scopeOf, type Actor } from '#server/platform/actor.ts'

/**
 * `page`: of a list that goes on. `once`: where there are no further pages, of all that match and of what has to be sorted: half a second, or two
 * where nothing of it is in memory.
 */
export const mostLookedAt = (actor: Actor, query: TimeEntryFilter) =>
  isScattered(actor, query) ? { page: 20_000, once: 20_000 } : { page: 50_000, once: 200_000 }
/** Entries of everybody lie one behind the other; of some, each is a page of the table to itself. */
export const isScattered = (actor: Actor, query: TimeEntryFilter) =>
  scopeOf(actor, 'time:read') !== 'all' || scattering.some((name) => query[name] !== undefined)
const scattering = ['user_id', 'team_id', 'account_id', 'deal_id', 'owner_id', 'task_id'] as const

const counted = ['user_id', 'deal_id', 'owner_id', 'account_id', 'task_id', 'team_id', 'date_from', 'date_to', 'status']
const ofPages = ['limit', 'cursor', 'sort']
/** By name, what a list is narrowed by. */
export const filtersOf = (query: TimeEntryQuery): string[] =>
  Object.entries(query).flatMap(([name, value]) => (value !== undefined && !ofPages.includes(name) ? [name] : []))
export const isCounted = (query: TimeEntryQuery) =>
  filtersOf(query).every((name) => counted.includes(name)) && !query.status?.includes('discarded')
/** Few of all, and each month has an index of them: however many entries lie between, only months cost something. */
export const isIndexed = ({ tag, source }: TimeEntryFilter) => tag !== undefined || source === 'manual'
/** Of what is aside the sums know where it lies; that of it which was discarded is not far from all of it. */
export const isAside = ({ discarded, status }: TimeEntryFilter) =>
  discarded === true || status?.includes('discarded') === true

/** The longest first, where it is lengths. */
export const isNewestFirst = ({ sort = '-start_time' }: TimeEntryQuery) => sort.startsWith('-')
export const isByTime = ({ sort = '-start_time' }: TimeEntryQuery) => /^-?start_time\b/.test(sort)
