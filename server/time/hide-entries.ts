import { countHidden } from '#server/exclusions/leave-out.ts'
import { assertUnlocked } from '#server/locks/find-locks.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { trackAll } from '#server/platform/track.ts'
import { forgetDoubts } from './doubt-queries.ts'
import { blankOriginals, deleteOwnFormer } from './former-queries.ts'
import { deleteOwn, lockOwn } from './write-queries.ts'

/** A person's own decision about their own entries, for good: the entry goes, its length is counted, and a repeat stays out. 409 in locked days. */
export async function hideEntries(tx: Database, actor: Actor, ids: string[]): Promise<{ hidden: number }> {
  await assertUnlocked(tx, actor, await lockOwn(tx, actor.id!, ids))
  const counted = await deleteOwn(tx, actor.id!, ids)
  await blankOriginals(
    tx,
    actor.id!,
    counted.flatMap(({ made_in }) => made_in ?? []),
  )
  const gone = [...counted, ...(await deleteOwnFormer(tx, actor.id!, ids))]
  await countHidden(tx, gone)
  await forgetDoubts(
    tx,
    gone.map(({ id }) => id),
  )
  await trackAll(
    tx,
    actor,
    'time_entry.hidden',
    gone.map(({ id }) => ({ id })),
  )
  return { hidden: gone.length }
}
