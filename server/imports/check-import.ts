import { actorOfUser } from '#server/sessions/authenticate.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import type { Storage } from '#server/platform/storage.ts'
import type { ImportAnswers, ImportReport } from '#domain/imports.ts'
import type { Names } from '#server/time/names.ts'
import { failAsGone, findImport, setProgress } from './queries.ts'
import { readFile, UnreadableFile, type FileContent } from './read-file.ts'
import { workThrough } from './work-through.ts'

class DryRun extends Error {
  readonly report: ImportReport
  constructor(report: ImportReport) {
    super('dry run')
    this.report = report
  }
}

/** What would happen, to the row: everything is done for real in one transaction, which is then rolled back. */
export async function dryRun(
  db: Database,
  names: Names,
  actor: Actor,
  content: FileContent,
  answers: ImportAnswers,
  now_ms: number,
  onProgress?: (processed: number) => Promise<void>,
): Promise<ImportReport> {
  try {
    return await db.transaction().execute(async (tx) => {
      throw new DryRun(await workThrough((deed) => deed(tx), names, actor, content, answers, now_ms, onProgress))
    })
  } catch (error) {
    if (error instanceof DryRun) return error.report
    throw error
  }
}

/** Idempotent: reads the file and writes only the report. A newer answer enqueues a newer check under the same key. */
export async function checkImport(
  db: Database,
  storage: Storage,
  names: Names,
  id: string,
  now_ms: number,
): Promise<void> {
  const found = await findImport(db, id)
  if (!found?.file_key || found.status !== 'checking' || !found.created_by) return
  const actor = await actorOfUser(db, found.created_by, 'import')
  if (!actor) return failAsGone(db, id)
  try {
    const content = await readFile(storage.get(found.file_key), found.kind, found.answers, now_ms)
    // beside the transaction that is rolled back, so that it is seen
    const onProgress = (processed: number) => setProgress(db, id, { status: 'checking', processed })
    const report = await dryRun(db, names, actor, content, found.answers, now_ms, onProgress)
    await setProgress(db, id, { status: 'checked', report })
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    await setProgress(db, id, { status: 'failed', failure: error.message })
  }
}
