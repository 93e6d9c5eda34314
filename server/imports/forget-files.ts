import { transact, type Database } from '#server/platform/database.ts'
import type { Storage } from '#server/platform/storage.ts'
import { lockOldFiles, setFilesGone } from './queries.ts'

/** Idempotent: killed after a file went and before that was written down, the next time finds it gone and goes on. */
export const forgetOldFiles = (db: Database, storage: Storage): Promise<void> =>
  transact(db, async (tx) => {
    const old = await lockOldFiles(tx)
    for (const { file_key } of old) await storage.delete(file_key)
    await setFilesGone(
      tx,
      old.map(({ id }) => id),
    )
  })
