import type { BulkAnswer } from '#domain/bulk.ts'
import { joined, runsOf } from '#domain/reshaping.ts'
import type { EntryMerge } from '#domain/time-deeds.ts'
import { findLocks } from '#server/locks/find-locks.ts'
import type { Actor } from '#server/platform/actor.ts'
import { checkVersions } from '#server/platform/bulk.ts'
import type { Database } from '#server/platform/database.ts'
import { uuidv7 } from '#server/platform/ids.ts'
import { trackDeed, type DeedRow } from '#server/platform/track.ts'
import { goneAmong } from './bulk-entries.ts'
import { forLedger } from './entry-row.ts'
import { insertMade, putAway, type Made } from './former-queries.ts'
import { locked, resultsOf, type Verdict } from './verdicts.ts'
import { lockEntries, type StoredEntry } from './write-queries.ts'

/**
 * Of what is named, entries that follow each other become one: same person, same place, pauses of five minutes at most, which do not
 * count. The originals are kept as they were, and the one knows them by `made_in`. What has no such neighbour is skipped and told why.
 */
export async function mergeEntries(tx: Database, actor: Actor, order: EntryMerge, now_ms: number): Promise<BulkAnswer> {
  checkVersions(order)
  const rows = await lockEntries(tx, actor, order.ids)
  const locks = await findLocks(tx, actor, rows)
  // what somebody changed since keeps out of it, and its neighbours are judged without it
  const seen = new Map(order.ids.map((id, place) => [id, order.versions?.[place]]))
  const usable = rows.filter(
    (row) =>
      row.status !== 'quarantined' &&
      !locks.has(row.id) &&
      (seen.get(row.id) === undefined || seen.get(row.id) === row.version),
  )
  const { runs, reasons } = runsOf(usable)
  const made = runs.map((run) => madeOf(run, uuidv7(now_ms)))
  const mergedInto = new Map(runs.flatMap((run, place) => run.map(({ id }) => [id, made[place]!.id])))
  const verdicts = new Map(
    rows.map((row) => [row.id, locked(locks.get(row.id)) ?? judge(row, mergedInto.get(row.id), reasons.get(row.id))]),
  )
  const { answer, done } = resultsOf(order, rows, verdicts, await goneAmong(tx, actor, order.ids, rows))
  if (order.dry_run || done.length === 0) return answer(null)
  await putAway(
    tx,
    actor,
    'merged',
    done.map(({ id }) => ({ id, ended_in: mergedInto.get(id)! })),
  )
  await insertMade(tx, made)
  return answer(await trackDeed(tx, actor, ledgerOf(runs, made)))
}

function judge({ status }: StoredEntry, into: string | undefined, reason: string | undefined): Verdict {
  if (status === 'quarantined')
    return { status: 'skipped', code: 'quarantined', message: 'It is kept aside. Release it first.' }
  if (into !== undefined) return { status: 'merged', before: { put_back: into } }
  // only what is newer than what was looked at has no reason of its own
  return reason === undefined
    ? { status: 'merged', before: null }
    : { status: 'skipped', code: 'invalid', message: reason }
}

/** Like the longest of them; tags of all, released only where all are, and the score by time. */
function madeOf(run: StoredEntry[], id: string): Made {
  const longest = run.reduce((a, b) => (b.duration_seconds > a.duration_seconds ? b : a))
  const sources = new Set(run.map(({ source }) => source))
  return {
    ...joined(run),
    id,
    like: longest.id,
    made_in: id,
    tags: [...new Set(run.flatMap(({ tags }) => tags))].slice(0, 50),
    productivity_score: scoreOf(run),
    source: sources.size === 1 ? longest.source : 'manual',
    released: run.every(({ released_at }) => released_at !== null),
  }
}

function scoreOf(run: StoredEntry[]): number | null {
  const scored = run.filter(({ productivity_score }) => productivity_score !== null)
  const seconds = scored.reduce((sum, row) => sum + row.duration_seconds, 0)
  return seconds === 0
    ? null
    : scored.reduce((sum, row) => sum + row.productivity_score! * row.duration_seconds, 0) / seconds
}

/** The new ones lead; each original says what it is in now. */
const ledgerOf = (runs: StoredEntry[][], made: Made[]): DeedRow[] => [
  ...made.map(({ id, start_time, end_time, duration_seconds }, place) => ({
    action: 'time_entry.merged' as const,
    id,
    after: { made_of: runs[place]!.map((row) => row.id), start_time, end_time, duration_seconds },
  })),
  ...runs.flatMap((run, place) =>
    run.map((row) => ({
      action: 'time_entry.absorbed' as const,
      id: row.id,
      before: forLedger(row),
      after: { merged_into: made[place]!.id },
    })),
  ),
]
