import pg from 'pg'
import type { Database } from '#server/platform/database.ts'
import { Problem } from '#server/platform/errors.ts'
import type { EntryRow } from './entry-row.ts'
import { findOverlaps, updateEntries } from './write-queries.ts'

/** 409 where an hour would be billable twice, naming the entry it is billable in already. */
export async function assertNoOverlap(tx: Database, rows: EntryRow[]): Promise<void> {
  const [overlap] = (await findOverlaps(tx, rows)).values()
  if (overlap)
    throw overlaps(
      `It would overlap the billable entry ${overlap.other_id} of this person, from ${overlap.start_time} to ${overlap.end_time}.`,
    )
}

/** Writes what a person changed. 409 as above. */
export async function correctEntries(tx: Database, rows: EntryRow[]): Promise<void> {
  await assertNoOverlap(tx, rows)
  await updateEntries(tx, rows).catch((error: Error) => {
    // each other, or one that came between the look and the write
    if (error instanceof pg.DatabaseError && error.constraint === 'time_entries_billable_once')
      throw overlaps('Two of these overlap each other, or one that came meanwhile.')
    throw error
  })
}

const overlaps = (message: string) =>
  new Problem(409, 'overlaps', `${message} Change the times, or mark one as not billable.`, {
    errors: [{ pointer: '/start_time', code: 'overlaps', message }],
  })
