import { lockInWords } from '#domain/locks.ts'
import type { BulkResults } from '#domain/time.ts'
import { findLocks } from '#server/locks/find-locks.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { trackDeed } from '#server/platform/track.ts'
import { outcomesOf } from './outcomes.ts'
import { discardEntries, setAsideEntries } from './quarantine.ts'
import { lockEntries } from './write-queries.ts'

const reason = 'The same time was recorded twice.'

/** Waiting time that is there twice counts nowhere: kept aside and discarded, as one deed. The quarantine releases it again. */
export async function markDuplicates(tx: Database, actor: Actor, ids: string[]): Promise<BulkResults> {
  const waiting = (await lockEntries(tx, actor, ids)).filter(({ status }) => status === 'unmapped')
  const locks = await findLocks(tx, actor, waiting)
  const open = waiting.flatMap(({ id }) => (locks.has(id) ? [] : id))
  const deed_id = await trackDeed(
    tx,
    actor,
    open.map((id) => ({ id, action: 'time_entry.marked_duplicate' as const })),
  )
  await setAsideEntries(tx, { ...actor, deed_id }, { ids: open, reason })
  await discardEntries(tx, { ...actor, deed_id }, { ids: open, reason })
  return outcomesOf(ids, open, (id) => {
    const lock = locks.get(id)
    return lock ? lockInWords(lock) : 'It does not wait for review, does not exist, or is not yours.'
  })
}
