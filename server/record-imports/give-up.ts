import type { Database } from '#server/platform/database.ts'
import { findImport, setProgress } from './queries.ts'

/** Some ten seconds apart: a lock or a restart is over by then. */
const enoughAttempts = 3

/**
 * A fault of ours must not keep a person waiting for hours: when reading or trying out a file has failed so often, the import says so.
 * Nothing is written by then. Throws what the work threw, for the log.
 */
export async function orGiveUp(db: Database, id: string, attempts: number, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const status = attempts >= enoughAttempts ? (await findImport(db, id))?.status : null
    if (status === 'reading' || status === 'checking')
      await setProgress(db, id, {
        status: 'failed',
        failure: 'Daybook could not read this file, and that is a fault of Daybook. Its log says more.',
      })
    throw error
  }
}
