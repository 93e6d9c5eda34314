import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { trackAll } from '#server/platform/track.ts'
import { withdrawFormer } from './former-queries.ts'
import { setReleased } from './write-queries.ts'

/**
 * A person's own decision about their own entries: no role and no scope widens it. What is taken back is so for what was deleted too, and for
 * what an entry was made of.
 */
export async function releaseEntries(
  tx: Database,
  actor: Actor,
  { ids, released }: { ids: string[]; released: boolean },
): Promise<{ changed: number }> {
  const there = await setReleased(tx, actor.id!, ids, released)
  const changed = released ? there : [...there, ...(await withdrawFormer(tx, actor.id!, ids))]
  await trackAll(
    tx,
    actor,
    released ? 'time_entry.released' : 'time_entry.withdrawn',
    changed.map((id) => ({ id })),
  )
  return { changed: changed.length }
}
