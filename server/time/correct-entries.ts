import pg from 'pg'
import { spanInWords } from '#domain/zones.ts'
import type { Database } from '#server/platform/database.ts'
import { Problem } from '#server/platform/errors.ts'
import type { EntryRow } from './entry-row.ts'
import { findOverlaps, updateEntries } from './write-queries.ts'

/** 409 where an hour would be billable twice, saying when it is billable already, on the clock of the person. */
export async function assertNoOverlap(tx: Database, rows: EntryRow[]): Promise<void> {
  const [overlap] = (await findOverlaps(tx, rows)).values()
  if (!overlap) return
  const { zone } = rows.find(({ id }) => id === overlap.id)!
  const when = spanInWords(overlap.start_time, overlap.end_time, zone)
  throw overlapping(`It would overlap billable time of this person, from ${when}.`)
}

/** Writes what a person changed. 409 as above. */
export async function correctEntries(tx: Database, rows: EntryRow[]): Promise<void> {
  await assertNoOverlap(tx, rows)
  await updateEntries(tx, rows).catch((error: Error) => {
    // each other, or one that came between the look and the write
    if (error instanceof pg.DatabaseError && error.constraint === 'time_entries_billable_once')
      throw overlapping('Two of these overlap each other, or one that came meanwhile.')
    throw error
  })
}

/** 409, at the start. */
export const overlapping = (message: string) =>
  new Problem(409, 'overlaps', `${message} Change the times, or mark one as not billable.`, {
    errors: [{ pointer: '/start_time', code: 'overlaps', message }],
  })
