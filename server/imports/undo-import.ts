/**
 * Takes an import of time back: what it recorded is gone, as if it had never been sent, and so are people it made who have nothing else. What
 * somebody changed since stays.
 */
import type { Import } from '#domain/imports.ts'
import { findLocks } from '#server/locks/find-locks.ts'
import { removeUnused } from '#server/people/remove-unused.ts'
import { actorOfUser } from '#server/sessions/authenticate.ts'
import type { Actor } from '#server/platform/actor.ts'
import { transact, type Database } from '#server/platform/database.ts'
import { conflict, notFound } from '#server/platform/errors.ts'
import { track, trackAll, trackDeed } from '#server/platform/track.ts'
import { enqueue } from '#server/platform/worker.ts'
import { forLedger } from '#server/time/entry-row.ts'
import { dropEntries, lockFormer } from '#server/time/former-queries.ts'
import { lockEntries } from '#server/time/write-queries.ts'
import { findImport, findMade, getImport, lockImport, nextRecorded, setProgress } from './queries.ts'

const batchSize = 1_000

/** 409 when it is too late, or nothing was written. */
export async function startUndo(tx: Database, actor: Actor, id: string, now_ms: number): Promise<Import> {
  const found = await lockImport(tx, actor, id)
  if (!found) throw notFound()
  if (found.status !== 'done') throw conflict('not_done', 'Only an import that was run can be taken back.')
  if (found.undo_until === null || Date.parse(found.undo_until) < now_ms)
    throw conflict('too_late', 'An import can be taken back for seven days.')
  await setProgress(tx, id, { status: 'undoing', processed: 0, kept: 0 })
  const deed_id = await trackDeed(tx, actor, [{ action: 'import.undo_started', id }])
  await enqueue(tx, 'undo_import', { id, deed_id, asked_by: actor.id }, `import:${id}`)
  return (await getImport(tx, actor, id))!
}

type Order = { id: string; deed_id: string; asked_by: string }
/** Idempotent: one that was killed begins anew and finds the less. `deed_id`: all of it is one deed. */
export async function undoImport(db: Database, { id, deed_id, asked_by }: Order): Promise<void> {
  const found = await findImport(db, id)
  if (found?.status !== 'undoing') return
  const person = await actorOfUser(db, asked_by, 'import')
  // disabled since: the rest stays as it was imported, and others may take it back
  if (!person) return setProgress(db, id, { status: 'done' })
  const actor: Actor = { ...person, deed_id }
  let processed = 0
  let kept = 0
  for (let after: string | null = null; ;) {
    const rows = await nextRecorded(db, id, after, batchSize)
    if (rows.length === 0) break
    const ids = rows.map(({ object_id }) => object_id)
    kept += await transact(db, (tx) => undoPiece(tx, actor, ids))
    processed += rows.length
    after = rows.at(-1)!.id
    await setProgress(db, id, { status: 'undoing', processed, kept })
  }
  await transact(db, async (tx) => {
    const people = await removeUnused(tx, actor, await findMade(tx, id))
    await setProgress(tx, id, { status: 'undone' })
    await track(tx, actor, 'import.undone', id, { after: { kept, people } })
  })
}

/** Gives how many stay: changed, split or merged since, or in locked days. */
async function undoPiece(tx: Database, actor: Actor, ids: string[]): Promise<number> {
  const entries = await lockEntries(tx, actor, ids)
  const locks = await findLocks(tx, actor, entries)
  const asLeft = entries.filter(({ id, version }) => version === 1 && !locks.has(id))
  await dropEntries(
    tx,
    asLeft.map(({ id }) => id),
  )
  await trackAll(
    tx,
    actor,
    'time_entry.taken_back',
    asLeft.map((row) => ({ id: row.id, before: forLedger(row) })),
  )
  const reshaped = (await lockFormer(tx, actor, 'id', ids)).filter(({ ended_as }) => ended_as !== 'deleted')
  return entries.length - asLeft.length + reshaped.length
}
