import { assertUnlocked } from '#server/locks/find-locks.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { track } from '#server/platform/track.ts'
import { assertNoOverlap, overlapping } from './correct-entries.ts'
import { forLedger, type EntryRow } from './entry-row.ts'
import { insertEntries } from './write-queries.ts'

/**
 * One entry by hand. What an agent claims is kept aside where it cannot be; a person is told at once: 409 `locked` in locked days, at the
 * field that says when, and `overlaps` over other billable time.
 */
export async function addEntry(tx: Database, actor: Actor, row: EntryRow, pointer?: string): Promise<void> {
  await assertUnlocked(tx, actor, [row], pointer)
  await assertNoOverlap(tx, [row])
  // an agent recorded the same stretch in this very moment
  if (!(await insertEntries(tx, [row])).has(row.id))
    throw overlapping('It would overlap billable time that came in just now.')
  await track(tx, actor, 'time_entry.created', row.id, { after: forLedger(row) })
}
