/** Everything in one file: begun by a person, written by a job from one snapshot, kept for a week. */
import { Readable } from 'node:stream'
import { archiveDays, archivedTables, type Archive } from '#domain/archives.ts'
import { personOf, systemActor, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict } from '#server/platform/errors.ts'
import type { Storage } from '#server/platform/storage.ts'
import { track } from '#server/platform/track.ts'
import { enqueue } from '#server/platform/worker.ts'
import { finishArchive, forgetExpired, getArchive, insertArchive, rowsOf, setRows } from './queries.ts'

/** 409 while one is being written. */
export async function beginArchive(tx: Database, actor: Actor): Promise<Archive> {
  const id = await insertArchive(tx, personOf(actor), archiveDays)
  if (id === null) throw conflict('already_writing', 'An archive is being written already.')
  await track(tx, actor, 'archive.begun', id)
  await enqueue(tx, 'write_archive', { id }, `archive:${id}`)
  return (await getArchive(tx, id))!
}

/** Idempotent: an archive that is done is left alone, one that was cut off is written anew. */
export async function writeArchive(db: Database, storage: Storage, id: string): Promise<void> {
  const archive = await getArchive(db, id)
  if (archive?.status !== 'writing') return
  const counts: Record<string, number> = {}
  const { key, bytes } = await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((tx) => storage.put(Readable.from(lines(tx, counts, () => setRows(db, id, counts)))))
  await db.transaction().execute(async (tx) => {
    await finishArchive(tx, id, { status: 'done', file_key: key, file_bytes: bytes })
    await track(tx, systemActor('job', {}), 'archive.written', id, { after: { rows: counts, file_bytes: bytes } })
  })
}

async function* lines(tx: Database, counts: Record<string, number>, onTable: () => Promise<unknown>) {
  for (const table of archivedTables) {
    counts[table] = 0
    for await (const rows of rowsOf(tx, table)) {
      counts[table] += rows.length
      yield rows.map((row) => `{"table":"${table}","row":${row}}\n`).join('')
    }
    await onTable()
  }
}

export async function forgetOldArchives(db: Database, storage: Storage): Promise<void> {
  for (const key of await forgetExpired(db)) await storage.delete(key)
}
