import type { Import } from '#domain/imports.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, notFound } from '#server/platform/errors.ts'
import { trackDeed } from '#server/platform/track.ts'
import { enqueue } from '#server/platform/worker.ts'
import { fileGone, getImport, lockImport, setProgress } from './queries.ts'

/** From dry run to writing; 409 before the dry run is through or while it has questions. A failed run may be started again. */
export async function startImport(tx: Database, actor: Actor, id: string): Promise<Import> {
  const found = await lockImport(tx, actor, id)
  if (!found) throw notFound()
  const { status, report } = found
  if (status === 'running' || status === 'done') throw conflict('already_run', 'The import has been run already.')
  if (found.file_key === null) throw conflict('file_gone', fileGone)
  if (status === 'checking' || !report) throw conflict('not_checked', 'The dry run is not through yet.')
  if (report.questions.length > 0)
    throw conflict('questions_open', report.questions.map(({ message }) => message).join(' '))
  await setProgress(tx, id, { status: 'running', processed: 0 })
  // leads all that the job will write
  await trackDeed(tx, actor, [{ action: 'import.started', id }], id)
  await enqueue(tx, 'run_import', { id }, `import:${id}`)
  return (await getImport(tx, actor, id))!
}
