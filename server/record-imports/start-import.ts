import type { RecordImport } from '#domain/record-imports.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, notFound } from '#server/platform/errors.ts'
import { trackDeed } from '#server/platform/track.ts'
import { enqueue } from '#server/platform/worker.ts'
import { getImport, lockImport, remember, setProgress } from './queries.ts'
import { headerKey } from './plan.ts'

/** From dry run to writing; what was said about the columns is remembered for the next file that has them. */
export async function startImport(tx: Database, actor: Actor, id: string): Promise<RecordImport> {
  const found = await lockImport(tx, actor, id)
  if (!found) throw notFound()
  const { status, questions, columns, answers } = found
  if (status === 'reading' || status === 'mapping' || status === 'checking')
    throw conflict('not_checked', 'The dry run is not through yet.')
  if (status !== 'checked') throw conflict('already_run', 'The import has been run already.')
  if (questions.length > 0) throw conflict('questions_open', questions.map(({ message }) => message).join(' '))
  await remember(tx, headerKey(columns.map(({ title }) => title)), answers!)
  await setProgress(tx, id, { status: 'running', processed: 0, accounts_created: 0 })
  // leads all that the job will write
  await trackDeed(tx, actor, [{ action: 'record_import.started', id }], id)
  await enqueue(tx, 'run_record_import', { id }, `record_import:${id}`)
  return (await getImport(tx, actor, id))!
}
