import type { Import, ImportPatch } from '#domain/imports.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, notFound } from '#server/platform/errors.ts'
import { checkVersion } from '#server/platform/serve.ts'
import { track } from '#server/platform/track.ts'
import { enqueue } from '#server/platform/worker.ts'
import { fileGone, getImport, lockImport, setProgress } from './queries.ts'

/** New answers, new dry run. 409 once it is running or done. */
export async function answerImport(
  tx: Database,
  actor: Actor,
  id: string,
  patch: ImportPatch,
  if_match: number | null,
): Promise<Import> {
  const before = await lockImport(tx, actor, id)
  if (!before) throw notFound()
  checkVersion(if_match, before.version)
  if (before.status === 'running' || before.status === 'done')
    throw conflict('already_run', 'The import has been run; its answers are settled.')
  if (before.file_key === null) throw conflict('file_gone', fileGone)
  await setProgress(tx, id, { status: 'checking', processed: 0, answers: { ...before.answers, ...patch } })
  await track(tx, actor, 'import.answered', id, { after: patch })
  await enqueue(tx, 'check_import', { id }, `import:${id}`)
  return (await getImport(tx, actor, id))!
}
