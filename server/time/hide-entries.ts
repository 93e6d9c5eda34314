import { assertUnlocked } from '#server/locks/find-locks.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { trackAll } from '#server/platform/track.ts'
import { takeOut } from './take-out.ts'
import { lockOwn } from './write-queries.ts'

/** A person's own decision about their own entries, for good: the entry goes, its length is counted, and a repeat stays out. 409 in locked days. */
export async function hideEntries(tx: Database, actor: Actor, ids: string[]): Promise<{ hidden: number }> {
  await assertUnlocked(tx, actor, await lockOwn(tx, actor.id!, ids))
  const gone = await takeOut(tx, actor.id!, ids)
  await trackAll(
    tx,
    actor,
    'time_entry.hidden',
    gone.map(({ id }) => ({ id })),
  )
  return { hidden: gone.length }
}
