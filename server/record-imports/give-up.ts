import type { Database } from '#server/platform/database.ts'
import { orTell } from '#server/platform/give-up.ts'
import { findImport, setProgress } from './queries.ts'

/** When reading or trying out a file has failed so often, the import says so. Nothing is written by then. */
export const orGiveUp = (db: Database, id: string, attempts: number, work: () => Promise<void>): Promise<void> =>
  orTell(attempts, work, async () => {
    const status = (await findImport(db, id))?.status
    if (status === 'reading' || status === 'checking')
      await setProgress(db, id, {
        status: 'failed',
        failure: 'Daybook could not read this file, and that is a fault of Daybook. Its log says more.',
      })
  })
