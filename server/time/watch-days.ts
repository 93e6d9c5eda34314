/** By night the last days are looked at as a whole: what cannot be true is set aside, with a reason a person understands. */
import { doubtsIn, type Found } from '#domain/past-days.ts'
import { driftOf, toleratedClock_s } from '#domain/plausibility.ts'
import { systemActor } from '#server/platform/actor.ts'
import { transact, type Database } from '#server/platform/database.ts'
import { findDrifts, findPast, findSentBy, findSuspects } from './past-queries.ts'
import { setAsideEntries } from './quarantine.ts'

const watched_days = 8
const mostPeople = 1_000
const atOnce = 500
/** Without the right to write into locked days: what is approved or closed stays. */
const actor = systemActor('job', { 'time:write': 'all' })

/** Idempotent: what was set aside, or released by somebody since, is not looked at again. Gives how many went aside. */
export async function watchDays(db: Database, now_ms: number): Promise<number> {
  const instant = (ms: number) => new Date(ms).toISOString()
  const window = { from: instant(now_ms - watched_days * 86_400_000), to: instant(now_ms) }
  let aside = 0
  // each person and machine is one small deed; whoever is odd is rare
  for (const drift of await findDrifts(db, window, toleratedClock_s)) {
    const doubt = driftOf(drift.day, drift.clock_s)
    aside += await setAside(
      db,
      (await findSentBy(db, drift)).map((id) => ({ id, ...doubt })),
    )
  }
  for (const person of await findSuspects(db, window, mostPeople))
    aside += await setAside(db, doubtsIn(await findPast(db, person, window)))
  return aside
}

/** What shares its reason goes aside as one deed. */
async function setAside(db: Database, found: Found[]): Promise<number> {
  for (const [reason, alike] of Map.groupBy(found, (doubt) => doubt.reason))
    for (let at = 0; at < alike.length; at += atOnce) {
      const ids = alike.slice(at, at + atOnce).map(({ id }) => id)
      await transact(db, (tx) => setAsideEntries(tx, actor, { ids, reason }, alike[0]!.kind))
    }
  return found.length
}
