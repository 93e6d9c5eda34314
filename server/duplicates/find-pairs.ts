/** Job `find_pairs`: keeps the table of pairs that may be one. Whatever changed comes first, then everything, piece by piece. */
import {
  compareAccounts,
  compareContacts,
  judge,
  likely,
  mergeables,
  type Judgement,
  type Mergeable,
} from '#domain/duplicates.ts'
import { transact, type Database } from '#server/platform/database.ts'
import {
  beginScan,
  finishScan,
  idsBehind,
  keepPairs,
  claimScan,
  pairsOf,
  setScanned,
  takeChanged,
  type PairOfIds,
} from './pair-queries.ts'
import { accountsOf, contactsOf } from './queries.ts'

/** Of one transaction: half a second on a busy machine. */
const atOnce = 1_000
/** Other jobs get their turn: what is left is done in the next run. */
const longest_ms = 20_000

/** Idempotent: it goes on where a run before it ended, also one that was killed. Gives whether nothing is left. */
export async function findPairs(db: Database, most_ms = longest_ms): Promise<boolean> {
  const began = performance.now()
  for (const object of mergeables)
    while (await transact(db, (tx) => nextPiece(tx, object))) if (performance.now() - began > most_ms) return false
  return true
}

/** Whether there may be another. Of two that are at it, one does nothing. */
async function nextPiece(tx: Database, object: Mergeable): Promise<boolean> {
  const scan = await claimScan(tx, object)
  if (!scan) return false
  if (scan.judge !== judge) {
    await beginScan(tx, object, judge)
    return true
  }
  const changed = await takeChanged(tx, object, atOnce)
  if (changed.length > 0) {
    await settle(tx, object, changed)
    return true
  }
  if (scan.finished_at === null) {
    const ids = await idsBehind(tx, object, scan.behind_id, atOnce)
    if (ids.length === 0) await finishScan(tx, object)
    else {
      await settle(tx, object, ids)
      await setScanned(tx, object, ids.at(-1)!, ids.length)
    }
    return true
  }
  return false
}

async function settle(tx: Database, object: Mergeable, ids: string[]): Promise<void> {
  const found = await pairsOf(tx, object, ids)
  const judged = await compare[object](tx, found)
  await keepPairs(
    tx,
    object,
    ids,
    judged.filter(({ score }) => score >= likely),
  )
}

const both = (pairs: PairOfIds[]) => [...new Set(pairs.flatMap(({ one_id, other_id }) => [one_id, other_id]))]

const compare: Record<Mergeable, (tx: Database, pairs: PairOfIds[]) => Promise<(PairOfIds & { score: number })[]>> = {
  account: async (tx, pairs) => scored(pairs, await accountsOf(tx, both(pairs)), compareAccounts),
  contact: async (tx, pairs) => scored(pairs, await contactsOf(tx, both(pairs)), compareContacts),
}

const scored = <R>(pairs: PairOfIds[], rows: Map<string, R>, judgeTwo: (a: R, b: R) => Judgement) =>
  pairs.map(({ one_id, other_id }) => ({
    one_id,
    other_id,
    score: judgeTwo(rows.get(one_id)!, rows.get(other_id)!).score,
  }))
