import type { Database } from '#server/platform/database.ts'
import { orTell } from '#server/platform/give-up.ts'
import { findImport, setProgress } from './queries.ts'

const failures = {
  checking: 'Daybook could not read this file, and that is a fault of Daybook. Its log says more.',
  running:
    'Writing came to a stop, and that is a fault of Daybook. Its log says more. Start it again: what is written already is not added twice.',
}

/** When trying out or writing a file has failed so often, the import says so. */
export const orGiveUp = (db: Database, id: string, attempts: number, work: () => Promise<void>): Promise<void> =>
  orTell(attempts, work, async () => {
    const status = (await findImport(db, id))?.status
    if (status === 'checking' || status === 'running')
      await setProgress(db, id, { status: 'failed', failure: failures[status] })
  })
