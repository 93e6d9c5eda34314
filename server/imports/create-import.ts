import { mostBytes } from '#domain/import-limits.ts'
import type { Import, ImportUpload } from '#domain/imports.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid } from '#server/platform/errors.ts'
import type { Storage } from '#server/platform/storage.ts'
import { track } from '#server/platform/track.ts'
import { enqueue } from '#server/platform/worker.ts'
import { getImport, insertImport } from './queries.ts'
import { kindOf } from './read-file.ts'

type File = { key: string; bytes: number }

/** The file is stored before, by the route; here it becomes an import whose dry run is enqueued in the same transaction. */
export async function createImport(
  tx: Database,
  storage: Storage,
  actor: Actor,
  file: File,
  { file_name, zone, user_id }: ImportUpload,
): Promise<Import> {
  if (file.bytes === 0) throw invalid('', 'empty_file', 'This file is empty.')
  const kind = await kindOf(storage.get(file.key))
  if (kind === null)
    throw invalid('', 'unknown_file', 'This is neither an ActivityWatch export (JSON) nor a CSV of time entries.')
  if (file.bytes > mostBytes[kind])
    throw invalid('', 'too_large', 'A table of time may have 64 MB at most: bring it in parts, by year or by person.')
  const created_by = actor.kind === 'user' ? actor.id : null
  const answers = { zone: zone ?? actor.zone, date_order: null, user_id: user_id ?? created_by, people: {} }
  const id = await insertImport(tx, {
    kind,
    file_name,
    file_bytes: file.bytes,
    file_key: file.key,
    answers,
    created_by,
  })
  await track(tx, actor, 'import.created', id, { after: { kind, file_name, file_bytes: file.bytes } })
  await enqueue(tx, 'check_import', { id }, `import:${id}`)
  return (await getImport(tx, actor, id))!
}
