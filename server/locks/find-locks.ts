/** The one question every verb that writes time asks beforehand, for many entries at once. The database asks it again (migration 0043). */
import { lockInWords, type Lock } from '#domain/locks.ts'
import { scopeOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { Problem } from '#server/platform/errors.ts'
import { findLocksOn, passPeriod, type Locked } from './queries.ts'

/**
 * Which of these entries lie in locked days, by id: with their spans as they are, or as they would become. What is kept aside counts
 * nowhere and is never locked. The closed period is open to who holds `locked-time:write` over the person; an approved week to nobody.
 */
export async function findLocks(tx: Database, actor: Actor, entries: Locked[]): Promise<Map<string, Lock>> {
  const counted = entries.filter(({ status }) => status !== 'quarantined')
  if (counted.length === 0) return new Map()
  if (scopeOf(actor, 'locked-time:write')) await passPeriod(tx)
  // what agents send is of these days: where nothing between the first and the last is locked, no span has to be looked at
  const whole = wholeSpans(counted)
  if (whole.length < counted.length && (await findLocksOn(tx, actor, whole)).length === 0) return new Map()
  const found = await findLocksOn(tx, actor, counted)
  return new Map(found.map(({ place, ...lock }) => [counted[place - 1]!.id, lock]))
}

/** From the first to the last instant of each person. Instants are all written alike, so they compare as text. */
function wholeSpans(entries: Locked[]): Locked[] {
  const people = Map.groupBy(entries, ({ user_id, zone }) => `${user_id} ${zone}`)
  return [...people.values()].map((spans) => ({
    ...spans[0]!,
    start_time: spans.reduce(
      (first, { start_time }) => (start_time < first ? start_time : first),
      spans[0]!.start_time,
    ),
    end_time: spans.reduce((last, { end_time }) => (end_time > last ? end_time : last), spans[0]!.end_time),
  }))
}

/** 409 `locked`, naming the week, where one of them is; `pointer`: the field that says when. */
export async function assertUnlocked(
  tx: Database,
  actor: Actor,
  entries: Locked[],
  pointer = '/start_time',
): Promise<void> {
  const [lock] = (await findLocks(tx, actor, entries)).values()
  if (!lock) return
  const message = lockInWords(lock)
  throw new Problem(409, 'locked', message, { errors: [{ pointer, code: 'locked', message }] })
}
