import type { BulkResults } from '#domain/time.ts'
import { lockInWords } from '#domain/locks.ts'
import { findLocks } from '#server/locks/find-locks.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { trackAll } from '#server/platform/track.ts'
import { placeOf } from './assign-entries.ts'
import { correctEntries } from './correct-entries.ts'
import { waiting } from './entry-row.ts'
import { outcomesOf } from './outcomes.ts'
import { lockEntries } from './write-queries.ts'

/** The undo of an assignment: placed entries wait again. Internal work becomes billable again, as before it was marked. */
export async function returnToQueue(tx: Database, actor: Actor, ids: string[]): Promise<BulkResults> {
  const rows = await lockEntries(tx, actor, ids)
  const locks = await findLocks(tx, actor, rows)
  const placed = rows.filter((row) => row.status === 'synced' && !locks.has(row.id))
  const returned = placed.map((row) => ({ ...row, ...waiting, billable: row.billable || row.account_id === null }))
  await correctEntries(tx, returned)
  await trackAll(
    tx,
    actor,
    'time_entry.returned',
    placed.map((row, index) => ({ id: row.id, before: placeOf(row), after: placeOf(returned[index]!) })),
  )
  return outcomesOf(
    ids,
    placed.map(({ id }) => id),
    (id) => {
      const lock = locks.get(id)
      return lock ? lockInWords(lock) : 'It is not placed, does not exist, or is not yours.'
    },
  )
}
