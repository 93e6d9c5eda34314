/** What is known of the people whose entries wait, for ranking the guesses of a page (docs/decisions/0027). */
import type { Learned } from '#domain/guess-features.ts'
import { habitsOf, mostDecided, spotKey, type Spot } from '#domain/habits.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { findDecided, findLately, findNear } from './learned-queries.ts'

/** Of all people on a page together, so that a page of many costs no more than a page of few. */
const mostDecidedOnPage = 1_600

type Entry = { id: string; user_id: string; start_time: string }
const nothingDecided = habitsOf([])

/** Gives what is known where an entry is, by its id. */
export async function learn(db: Database, actor: Actor, entries: Entry[]): Promise<(id: string) => Learned> {
  if (entries.length === 0) return () => ({ habits: nothingDecided, before: null, after: null, lately: new Map() })
  const byPerson = Map.groupBy(entries, ({ user_id }) => user_id)
  const people = [...byPerson].map(([user_id, own]) => ({ user_id, day: lastDay(own) }))
  const most_each = Math.min(mostDecided, Math.ceil(mostDecidedOnPage / people.length))
  const decided = await findDecided(db, actor, [...byPerson.keys()], most_each)
  const near = await findNear(db, entries)
  const lately = await findLately(db, people)
  const habits = new Map([...Map.groupBy(decided, ({ user_id }) => user_id)].map(([id, own]) => [id, habitsOf(own)]))
  const shares = new Map([...Map.groupBy(lately, ({ user_id }) => user_id)].map(([id, own]) => [id, sharesOf(own)]))
  const personOf = new Map(entries.map(({ id, user_id }) => [id, user_id]))
  return (id) => ({
    habits: habits.get(personOf.get(id)!) ?? nothingDecided,
    lately: shares.get(personOf.get(id)!) ?? new Map(),
    ...(near.get(id) ?? { before: null, after: null }),
  })
}

const lastDay = (entries: Entry[]) =>
  entries.reduce((last, { start_time }) => (start_time > last ? start_time : last), '').slice(0, 10)

function sharesOf(lately: (Spot & { seconds: number })[]): Learned['lately'] {
  const all = lately.reduce((sum, { seconds }) => sum + seconds, 0)
  return new Map(
    lately.map(({ account_id, deal_id, seconds }) => [
      spotKey({ account_id, deal_id }),
      { account_id, deal_id, share: seconds / all },
    ]),
  )
}
