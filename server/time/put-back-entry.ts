import { assertUnlocked } from '#server/locks/find-locks.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, notFound } from '#server/platform/errors.ts'
import { difference, track } from '#server/platform/track.ts'
import { choosePlace } from './choose-place.ts'
import { correctEntries } from './correct-entries.ts'
import { forLedger, type EntryRow } from './entry-row.ts'
import { besideRecorded } from './recorded.ts'
import { lockEntries } from './write-queries.ts'

/** Of what the ledger keeps of a correction, what can be put back as it stands. */
const plain = ['start_time', 'end_time', 'duration_seconds', 'billable', 'quarantine_reason'] as const
const places = ['account_id', 'deal_id', 'task_id', 'status'] as const
export type Before = Partial<Pick<EntryRow, (typeof plain)[number] | (typeof places)[number]>>

/**
 * Takes a correction back: span, billable and place as they were. The duration too, which need not be that of the span. 404;
 * 409 where only what the ledger does not keep was corrected, tags and project name; 422 for a place that is gone.
 */
export async function putBackEntry(tx: Database, actor: Actor, id: string, before: Before): Promise<void> {
  const now = (await lockEntries(tx, actor, [id]))[0]
  if (!now) throw notFound()
  if (![...plain, ...places].some((name) => name in before))
    throw conflict('not_kept', 'Its tags or project name were changed, and the ledger keeps neither.')
  const moved = places.some((name) => name in before)
  const back = { ...now, ...before }
  const after = besideRecorded(now, { ...back, ...(moved && (await placeBack(tx, actor, back))) })
  await assertUnlocked(tx, actor, [now, after])
  await correctEntries(tx, [after])
  await track(tx, actor, 'time_entry.changed', id, difference<object>(forLedger(now), forLedger(after)))
}

/** Where it was placed it is placed again, by whoever takes back; where it waited, it waits. */
async function placeBack(tx: Database, actor: Actor, row: EntryRow) {
  const { account_id, deal_id, task_id, billable, status } = row
  return status === 'synced' ? choosePlace(tx, actor, { account_id, deal_id, task_id, billable }) : { mapping: null }
}
