import type { RecordImport, RecordImportUpload } from '#domain/record-imports.ts'
import { personOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { enqueue } from '#server/platform/worker.ts'
import { getImport, insertImport } from './queries.ts'

const mostBytes = 100 * 1024 * 1024
type File = { key: string; bytes: number }

/** The file is stored before, by the route; here it becomes an import, and the job that takes it apart is enqueued with it. */
export async function createImport(
  tx: Database,
  actor: Actor,
  file: File,
  { file_name }: RecordImportUpload,
): Promise<RecordImport> {
  if (file.bytes === 0) throw invalid('', 'empty_file', 'The file is empty.')
  if (file.bytes > mostBytes) throw invalid('', 'file_too_large', 'The file is larger than 100 MiB. Split it.')
  const id = await insertImport(tx, {
    file_name,
    file_bytes: file.bytes,
    file_key: file.key,
    created_by: personOf(actor),
  })
  await track(tx, actor, 'record_import.created', id, { after: { file_name, file_bytes: file.bytes } })
  await enqueue(tx, 'read_record_import', { id }, `record_import:${id}`)
  return (await getImport(tx, actor, id))!
}
