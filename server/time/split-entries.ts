import type { BulkAnswer } from '#domain/bulk.ts'
import { partsOf, type Timed } from '#domain/reshaping.ts'
import type { EntrySplit } from '#domain/time-deeds.ts'
import { findLocks } from '#server/locks/find-locks.ts'
import type { Actor } from '#server/platform/actor.ts'
import { checkVersions } from '#server/platform/bulk.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid } from '#server/platform/errors.ts'
import { uuidv7 } from '#server/platform/ids.ts'
import { trackDeed, type DeedRow } from '#server/platform/track.ts'
import { goneAmong } from './bulk-entries.ts'
import { forLedger } from './entry-row.ts'
import { insertMade, putAway, type Made } from './former-queries.ts'
import { locked, resultsOf, type Verdict } from './verdicts.ts'
import { lockEntries, type StoredEntry } from './write-queries.ts'

/**
 * Cuts entries into parts that sum to them. The original leaves the table and is kept as it was, with its id of the sender's; the parts
 * know it by `made_in`. 422 where it is not said how; what cannot be cut so is skipped with its reason.
 */
export async function splitEntries(tx: Database, actor: Actor, order: EntrySplit, now_ms: number): Promise<BulkAnswer> {
  const { parts, at, durations_seconds } = order
  if ([parts, at, durations_seconds].filter((one) => one !== undefined).length !== 1)
    throw invalid('', 'one_of', 'Say exactly one of parts, at and durations_seconds.')
  checkVersions(order)
  const rows = await lockEntries(tx, actor, order.ids)
  const locks = await findLocks(tx, actor, rows)
  const cut = new Map(rows.map((row) => [row.id, partsOf(row, order as Parameters<typeof partsOf>[1])]))
  const verdicts = new Map(rows.map((row) => [row.id, locked(locks.get(row.id)) ?? judge(row, cut.get(row.id)!)]))
  const { answer, done } = resultsOf(order, rows, verdicts, await goneAmong(tx, actor, order.ids, rows))
  if (order.dry_run || done.length === 0) return answer(null)
  await putAway(
    tx,
    actor,
    'split',
    done.map(({ id }) => ({ id, ended_in: id })),
  )
  const made = done.flatMap((row) => (cut.get(row.id) as Timed[]).map((part) => partOf(row, part, now_ms)))
  await insertMade(tx, made)
  return answer(await trackDeed(tx, actor, ledgerOf(done, made)))
}

function judge({ id, status }: StoredEntry, parts: Timed[] | string): Verdict {
  if (status === 'quarantined')
    return { status: 'skipped', code: 'quarantined', message: 'It is kept aside. Release it first.' }
  if (typeof parts === 'string') return { status: 'skipped', code: 'invalid', message: parts }
  return { status: 'split', before: { put_back: id } }
}

const partOf = (row: StoredEntry, part: Timed, now_ms: number): Made => ({
  ...part,
  id: uuidv7(now_ms),
  like: row.id,
  made_in: row.id,
  tags: row.tags,
  productivity_score: row.productivity_score,
  source: row.source,
  released: row.released_at !== null,
})

/** The originals lead; each part says what it was made of. */
function ledgerOf(rows: StoredEntry[], made: Made[]): DeedRow[] {
  const byOriginal = Map.groupBy(made, ({ like }) => like)
  return [
    ...rows.map((row) => ({
      action: 'time_entry.split' as const,
      id: row.id,
      before: forLedger(row),
      after: { parts: byOriginal.get(row.id)!.map(({ id }) => id) },
    })),
    ...made.map(({ id, like, start_time, end_time, duration_seconds }) => ({
      action: 'time_entry.made' as const,
      id,
      after: { made_of: [like], start_time, end_time, duration_seconds },
    })),
  ]
}
