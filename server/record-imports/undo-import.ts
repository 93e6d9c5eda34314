/** Takes an import back: what it made goes into the bin, what it changed is put back, and what somebody changed since stays. */
import type { RecordImport } from '#domain/record-imports.ts'
import type { ImportObject } from '#domain/import-fields.ts'
import { actorOfUser } from '#server/sessions/authenticate.ts'
import { updateAccounts } from '#server/accounts/queries.ts'
import { deleteUnedited } from '#server/notes/queries.ts'
import type { Actor } from '#server/platform/actor.ts'
import { transact, type Database } from '#server/platform/database.ts'
import { deletion } from '#server/platform/deletion.ts'
import { conflict, notFound } from '#server/platform/errors.ts'
import { difference, track, trackAll, trackDeed } from '#server/platform/track.ts'
import { enqueue } from '#server/platform/worker.ts'
import {
  failAsGone,
  findImport,
  forgetExternalIds,
  forgetOtherExternalIds,
  getImport,
  lockImport,
  setProgress,
  unusedMadeAccounts,
} from './queries.ts'
import { markUndone, nextWritten, type WrittenRow } from './row-queries.ts'
import { writers } from './writers.ts'

const batchSize = 500

/** 409 when it is too late, or there is nothing to take back. */
export async function startUndo(tx: Database, actor: Actor, id: string, now_ms: number): Promise<RecordImport> {
  const found = await lockImport(tx, actor, id)
  if (!found) throw notFound()
  if (found.status !== 'done') throw conflict('not_done', 'Only an import that was run can be taken back.')
  if (Date.parse(found.undo_until!) < now_ms) throw conflict('too_late', 'An import can be taken back for seven days.')
  await setProgress(tx, id, { status: 'undoing', processed: 0, kept: 0 })
  const deed_id = await trackDeed(tx, actor, [{ action: 'record_import.undo_started', id }])
  await enqueue(tx, 'undo_record_import', { id, deed_id }, `record_import:${id}`)
  return (await getImport(tx, actor, id))!
}

/**
 * `deed_id`: all of it is one deed; jobs of an older version have none, and each piece is its own. Idempotent: each piece marks its
 * rows, and only marked ones are through.
 */
export async function undoImport(db: Database, { id, deed_id }: { id: string; deed_id?: string }): Promise<void> {
  const found = await findImport(db, id)
  if (!found || found.status !== 'undoing' || !found.created_by) return
  const person = await actorOfUser(db, found.created_by, 'import')
  if (!person) return failAsGone(db, id)
  const actor: Actor = deed_id === undefined ? person : { ...person, deed_id }
  let { processed, kept } = found
  for (;;) {
    const rows = await nextWritten(db, id, batchSize)
    if (rows.length === 0) break
    kept += await transact(db, (tx) => undoPiece(tx, actor, found.answers!.object, rows))
    processed += rows.length
    await setProgress(db, id, { processed, kept })
  }
  await transact(db, async (tx) => {
    await removeUnusedAccounts(tx, actor, id)
    await forgetOtherExternalIds(tx, id)
    await setProgress(tx, id, { status: 'undone' })
    await track(tx, actor, 'record_import.undone', id, { after: { kept } })
  })
}

/** Gives how many rows were left as they are, because their record is not what the import left behind. */
async function undoPiece(tx: Database, actor: Actor, object: ImportObject, rows: WrittenRow[]): Promise<number> {
  const writer = writers[object]
  const stored = new Map(
    (
      await writer.lock(
        tx,
        actor,
        rows.map(({ object_id }) => object_id),
      )
    ).map((row) => [row.id, row]),
  )
  const same = rows.filter(({ object_id, version }) => stored.get(object_id)?.version === version)
  const mark = deletion(actor)
  const after = same.map(({ object_id, before }) => ({ ...stored.get(object_id)!, ...(before ?? mark) }))
  const changes = after.map((row, index) => ({
    row,
    made: same[index]!.before === null,
    change: difference<object>(stored.get(row.id)!, row),
  }))
  await writer.rewrite(tx, after)
  await forgetExternalIds(
    tx,
    object,
    changes.filter(({ made }) => made).map(({ row }) => row.id),
  )
  for (const made of [true, false])
    await trackAll(
      tx,
      actor,
      `${object}.${made ? 'deleted' : 'changed'}`,
      changes.filter((one) => one.made === made).map(({ row: { id }, change }) => ({ id, ...change })),
    )
  const notes = await deleteUnedited(
    tx,
    same.flatMap(({ note_id }) => note_id ?? []),
    mark,
  )
  await trackAll(
    tx,
    actor,
    'note.deleted',
    notes.map((id) => ({ id, before: { deleted_at: null }, after: mark })),
  )
  await markUndone(
    tx,
    rows.map(({ id }) => id),
  )
  return rows.length - same.length
}

/** The companies that were made for rows and that nothing needs any more. */
async function removeUnusedAccounts(tx: Database, actor: Actor, id: string): Promise<void> {
  const ids = await unusedMadeAccounts(tx, id)
  const mark = deletion(actor)
  if (ids.length > 0) await updateAccounts(tx, ids, mark)
  await trackAll(
    tx,
    actor,
    'account.deleted',
    ids.map((account) => ({ id: account, before: { deleted_at: null }, after: mark })),
  )
}
