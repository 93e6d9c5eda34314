/** Writes what the dry run showed, in pieces: each is whole or not there at all, and a run that was killed goes on where it stopped. */
import { actorOfUser } from '#server/sessions/authenticate.ts'
import type { Actor } from '#server/platform/actor.ts'
import { transact, type Database } from '#server/platform/database.ts'
import { track } from '#server/platform/track.ts'
import { openJudge, verdictOf } from './check-import.ts'
import { countActions, findImport, setProgress } from './queries.ts'
import { markWritten, nextRows, setVerdicts, type StagedRow } from './row-queries.ts'
import { writeRows, type Batch } from './write-rows.ts'

const batchSize = 500
export const undoDays = 7

/** Idempotent: only rows that are not written yet are. */
export async function runImport(db: Database, id: string, now_ms: number): Promise<void> {
  const found = await findImport(db, id)
  if (!found || found.status !== 'running' || !found.created_by) return
  // the whole import is one deed, however many pieces it is written in; that it was started leads it
  const actor: Actor = { ...(await actorOfUser(db, found.created_by, 'import'))!, deed_id: id }
  const { judge, accounts } = await openJudge(db, actor, found)
  const { object, system, update_fields } = found.answers!
  const batch: Batch = { import_id: id, object, system, update_fields, accounts }
  const now = new Date(now_ms).toISOString()
  let [processed, accounts_created] = [found.processed, found.accounts_created]
  for (let behind = 0; ;) {
    const rows = await nextRows(db, id, behind, batchSize, true)
    if (rows.length === 0) break
    behind = rows.at(-1)!.line
    accounts_created += await writePiece(db, actor, batch, rows, judge, now)
    processed += rows.length
    await setProgress(db, id, { processed, accounts_created })
  }
  await transact(db, async (tx) => {
    const counts = await countActions(tx, id)
    const undo_until = new Date(now_ms + undoDays * 86_400_000).toISOString()
    await setProgress(tx, id, { status: 'done', finished_at: now, undo_until })
    await track(tx, actor, 'record_import.finished', id, { after: { counts, accounts_created } })
  })
}

type Judging = Awaited<ReturnType<typeof openJudge>>['judge']

/** Judged again under the transaction: meanwhile somebody may have made the same contact by hand. */
async function writePiece(
  db: Database,
  actor: Actor,
  batch: Batch,
  rows: StagedRow[],
  judge: Judging,
  now: string,
): Promise<number> {
  return transact(db, async (tx) => {
    const judged = await judge(tx, rows)
    const { written, left, accounts_created } = await writeRows(tx, actor, batch, judged, now)
    const left_ids = new Set(left.map(({ id }) => id))
    // what the dry run said is there already
    const news = judged.filter(({ row, action }) => action !== row.action && !left_ids.has(row.id))
    await setVerdicts(tx, [...news.map(verdictOf), ...left])
    await markWritten(tx, written)
    return accounts_created
  })
}
