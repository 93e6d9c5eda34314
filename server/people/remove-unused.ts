import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { trackAll } from '#server/platform/track.ts'
import { deleteUnused } from './unused-queries.ts'

/** People who were made along with something that is taken back: those nothing else hangs on go too. Gives how many went. */
export async function removeUnused(tx: Database, actor: Actor, ids: string[]): Promise<number> {
  if (ids.length === 0) return 0
  const gone = await deleteUnused(tx, ids)
  await trackAll(
    tx,
    actor,
    'user.taken_back',
    gone.map(({ id, name, email }) => ({ id, before: { name, email } })),
  )
  return gone.length
}
