/** One deed on many entries: mapped, marked, tagged, deleted or restored. What cannot be is skipped by name. */
import type { BulkAnswer, BulkResult } from '#domain/bulk.ts'
import type { EntryBulk, EntryChange } from '#domain/time-deeds.ts'
import { findLocks } from '#server/locks/find-locks.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { checkOrder } from '#server/platform/bulk.ts'
import { difference, trackDeed } from '#server/platform/track.ts'
import { placeOf } from './assign-entries.ts'
import { changed, sameEntry } from './change-entry.ts'
import { choosePlace, type Choice } from './choose-place.ts'
import { forLedger, type EntryRow } from './entry-row.ts'
import { bringBack, lockFormer, putAway, type FormerEntry } from './former-queries.ts'
import { faultsOfWriting, type Fault } from './faults.ts'
import { locked, resultsOf, type Verdict } from './verdicts.ts'
import { lockEntries, updateEntries, type StoredEntry } from './write-queries.ts'

/** 422 where the change itself is wrong; what is wrong with one entry is in its result. */
export async function bulkEntries(tx: Database, actor: Actor, order: EntryBulk): Promise<BulkAnswer> {
  checkOrder(order)
  if (order.change) return changeEntries(tx, actor, order, order.change)
  return order.delete ? deleteEntries(tx, actor, order) : restoreEntries(tx, actor, order)
}

async function changeEntries(tx: Database, actor: Actor, order: EntryBulk, change: EntryChange): Promise<BulkAnswer> {
  const choice = change.place ? await choosePlace(tx, actor, change.place) : null
  const rows = await lockEntries(tx, actor, order.ids)
  const afters = new Map(rows.map((row) => [row.id, changed(row, change, choice)]))
  const faults = await faultsOfWriting(tx, actor, [...afters.values()], rows)
  const verdicts = new Map(rows.map((row) => [row.id, judge(row, afters.get(row.id)!, change, choice, faults)]))
  const { answer, done } = resultsOf(order, rows, verdicts, await goneAmong(tx, actor, order.ids, rows))
  if (order.dry_run || done.length === 0) return answer(null)
  const written = done.map((row) => afters.get(row.id)!)
  await updateEntries(tx, written)
  const deed = done.map((row, place) => ({
    action: 'time_entry.changed' as const,
    id: row.id,
    ...difference<object>(forLedger(row), forLedger(written[place]!)),
  }))
  return answer(await trackDeed(tx, actor, deed))
}

function judge(
  row: StoredEntry,
  after: EntryRow,
  change: EntryChange,
  choice: Choice | null,
  faults: Map<string, Fault>,
): Verdict {
  const moves = change.place !== undefined || change.billable !== undefined
  if (row.status === 'quarantined' && moves)
    return { status: 'skipped', code: 'quarantined', message: 'It is kept aside. Release it first.' }
  if (sameEntry(row, after)) return { status: 'unchanged' }
  const fault = faults.get(row.id)
  // what is billable over another already was so before, and stays
  if (fault && (fault.code === 'locked' || !row.billable)) return { status: 'skipped', ...fault }
  return { status: 'changed', before: takingBack(row, after, change, choice) }
}

/** As a change that takes it back would say it. */
function takingBack(row: EntryRow, after: EntryRow, change: EntryChange, choice: Choice | null): EntryChange {
  const { account_id, deal_id, task_id, status } = placeOf(row)
  const marked = change.billable !== undefined || (choice !== null && after.billable !== row.billable)
  const { add = [], remove = [] } = change.tags ?? {}
  return {
    ...(change.place !== undefined && { place: status === 'unmapped' ? null : { account_id, deal_id, task_id } }),
    ...(marked && { billable: row.billable }),
    ...(change.tags && {
      tags: {
        add: remove.filter((tag) => row.tags.includes(tag)),
        remove: add.filter((tag) => !row.tags.includes(tag)),
      },
    }),
  }
}

const deleting: Verdict = { status: 'deleted', before: null }

async function deleteEntries(tx: Database, actor: Actor, order: EntryBulk): Promise<BulkAnswer> {
  const rows = await lockEntries(tx, actor, order.ids)
  const locks = await findLocks(tx, actor, rows)
  const verdicts = new Map(rows.map((row) => [row.id, locked(locks.get(row.id)) ?? deleting]))
  const { answer, done } = resultsOf(order, rows, verdicts, await goneAmong(tx, actor, order.ids, rows, 'unchanged'))
  if (order.dry_run || done.length === 0) return answer(null)
  await putAway(
    tx,
    actor,
    'deleted',
    done.map(({ id }) => ({ id, ended_in: id })),
  )
  const deed = done.map((row) => ({ action: 'time_entry.deleted' as const, id: row.id, before: forLedger(row) }))
  return answer(await trackDeed(tx, actor, deed))
}

async function restoreEntries(tx: Database, actor: Actor, order: EntryBulk): Promise<BulkAnswer> {
  const former = await lockFormer(tx, actor, 'id', order.ids)
  const faults = await faultsOfWriting(
    tx,
    actor,
    former.filter(({ ended_as }) => ended_as === 'deleted'),
  )
  const verdicts = new Map(former.map((row): [string, Verdict] => [row.id, judgeRestoring(row, faults.get(row.id))]))
  const live = await lockEntries(tx, actor, order.ids)
  const there = new Map(live.map((row) => [row.id, { status: 'unchanged' as const, version: row.version }]))
  const { answer, done } = resultsOf(order, former, verdicts, there)
  if (order.dry_run || done.length === 0) return answer(null)
  await bringBack(
    tx,
    done.map(({ id }) => id),
  )
  const deed = done.map((row) => ({ action: 'time_entry.restored' as const, id: row.id, after: forLedger(row) }))
  return answer(await trackDeed(tx, actor, deed))
}

function judgeRestoring({ ended_as }: FormerEntry, fault: Fault | undefined): Verdict {
  if (ended_as !== 'deleted')
    return { status: 'skipped', code: ended_as, message: `It was ${ended_as}. Put it back as it was instead.` }
  return fault ? { status: 'skipped', ...fault } : { status: 'restored', before: null }
}

/** What is asked about and was put away: deleted, split or merged. */
export async function goneAmong(
  tx: Database,
  actor: Actor,
  ids: string[],
  rows: { id: string }[],
  deleted: 'skipped' | 'unchanged' = 'skipped',
): Promise<Map<string, Partial<BulkResult>>> {
  if (rows.length === ids.length) return new Map()
  const former = await lockFormer(tx, actor, 'id', ids)
  return new Map(
    former.map(({ id, ended_as, version }) => [
      id,
      ended_as === 'deleted' && deleted === 'unchanged'
        ? { status: 'unchanged', version }
        : { status: 'skipped', code: ended_as, message: `It was ${ended_as}.`, version },
    ]),
  )
}
