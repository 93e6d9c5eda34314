/** Writes what the dry run showed, in pieces: each is whole or not there at all, and a run that was killed goes on where it stopped. */
import { actorOfUser } from '#server/sessions/authenticate.ts'
import type { Actor } from '#server/platform/actor.ts'
import { transact, type Database } from '#server/platform/database.ts'
import { track } from '#server/platform/track.ts'
import { openJudge, verdictOf } from './check-import.ts'
import type { Judged } from './judge-rows.ts'
import { keepSkippedIds } from './keep-skipped-ids.ts'
import { makeAccounts } from './make-accounts.ts'
import { countActions, countMadeAccounts, failAsGone, findImport, setProgress } from './queries.ts'
import { markWritten, nextRows, setVerdicts } from './row-queries.ts'
import { writeRows, type Batch } from './write-rows.ts'

const batchSize = 500
export const undoDays = 7

/** Idempotent: only rows that are not written yet are. */
export async function runImport(db: Database, id: string, now_ms: number): Promise<void> {
  const found = await findImport(db, id)
  if (!found || found.status !== 'running' || !found.created_by) return
  const person = await actorOfUser(db, found.created_by, 'import')
  if (!person) return failAsGone(db, id)
  // the whole import is one deed, however many pieces it is written in; that it was started leads it
  const actor: Actor = { ...person, deed_id: id }
  const { judge, plan, accounts } = await openJudge(db, actor, found)
  const { object, system, update_fields, on_match } = found.answers!
  const batch: Batch = { import_id: id, object, system, update_fields, accounts }
  const now = new Date(now_ms).toISOString()
  let [behind, processed] = [0, found.processed]

  /** The next piece, judged again: meanwhile somebody may have made the same contact by hand. Its companies are made at once, for all pieces. */
  async function take(): Promise<Judged[]> {
    const rows = await nextRows(db, id, behind, batchSize, true)
    behind = rows.at(-1)?.line ?? behind
    const { judged, made } = await transact(db, async (tx) => {
      const judged = await judge(tx, rows)
      return { judged, made: await makeAccounts(tx, actor, id, judged) }
    })
    for (const { name, id: account_id } of made) accounts.add(name, account_id)
    return judged
  }

  async function write(judged: Judged[]): Promise<void> {
    await transact(db, (tx) => writePiece(tx, actor, batch, judged, now))
    processed += judged.length
    await setProgress(db, id, { processed })
  }

  // new records have nothing to do with each other; of two changes of one record the later row is the later one
  await sideBySide(on_match === 'update' ? 1 : 2, take, write)
  await keepSkippedIds(db, batch, plan)
  await transact(db, async (tx) => {
    const [counts, accounts_created] = [await countActions(tx, id), await countMadeAccounts(tx, id)]
    const undo_until = new Date(now_ms + undoDays * 86_400_000).toISOString()
    // what two pieces said of it may have come in the other order
    const done = counts.create + counts.update
    await setProgress(tx, id, { status: 'done', processed: done, accounts_created, finished_at: now, undo_until })
    await track(tx, actor, 'record_import.finished', id, { after: { counts, accounts_created } })
  })
}

/** Takes pieces one after the other, in their order, and writes so many of them at a time. Ends when all have ended, also the others of one that failed. */
async function sideBySide<T>(
  lanes: number,
  take: () => Promise<T[]>,
  write: (piece: T[]) => Promise<void>,
): Promise<void> {
  let turn: Promise<T[]> = Promise.resolve([])
  const lane = async () => {
    for (;;) {
      const piece = await (turn = turn.then(take))
      if (piece.length === 0) return
      await write(piece)
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

async function writePiece(tx: Database, actor: Actor, batch: Batch, judged: Judged[], now: string): Promise<void> {
  const { written, left } = await writeRows(tx, actor, batch, judged, now)
  const left_ids = new Set(left.map(({ id }) => id))
  // what the dry run said is there already
  const news = judged.filter(({ row, action }) => action !== row.action && !left_ids.has(row.id))
  await setVerdicts(tx, [...news.map(verdictOf), ...left])
  await markWritten(tx, written)
}
