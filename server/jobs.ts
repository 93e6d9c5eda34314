/** TABLE OF CONTENTS of what runs by itself: every job, every schedule. */
import type { TaskList } from 'graphile-worker'
import { checkImport } from './imports/check-import.ts'
import { runImport } from './imports/run-import.ts'
import { forgetOldSessions } from './people/queries.ts'
import type { Database } from './platform/database.ts'
import { forgetOldKeys } from './platform/idempotency.ts'
import type { Storage } from './platform/storage.ts'
import type { Names } from './time/names.ts'

export const crontab = '17 * * * * housekeeping'

type Needs = { db: Database; storage: Storage; names: Names }

/** Each job is idempotent by the id in its payload: run twice, it does what it would do once. */
export function jobs({ db, storage, names }: Needs): TaskList {
  const idOf = (payload: unknown) => (payload as { id: string }).id
  return {
    check_import: (payload) => checkImport(db, storage, names, idOf(payload), Date.now()),
    run_import: (payload) => runImport(db, storage, names, idOf(payload), Date.now()),
    housekeeping: async () => {
      await forgetOldKeys(db)
      await forgetOldSessions(db)
    },
  }
}
