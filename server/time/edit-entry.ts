import { workedIn } from '#domain/reshaping.ts'
import { judgeClaim } from '#domain/time-claims.ts'
import type { TimeEntryPatch } from '#domain/time-deeds.ts'
import type { TimeEntry } from '#domain/time.ts'
import { assertUnlocked } from '#server/locks/find-locks.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, deleted, invalid, notFound } from '#server/platform/errors.ts'
import { checkVersion } from '#server/platform/serve.ts'
import { difference, track } from '#server/platform/track.ts'
import { choosePlace } from './choose-place.ts'
import { correctEntries } from './correct-entries.ts'
import { forLedger, isDoubted, placeFor, type EntryRow, type Place } from './entry-row.ts'
import { lockFormer } from './former-queries.ts'
import type { Names } from './names.ts'
import { getEntry } from './queries.ts'
import { besideRecorded } from './recorded.ts'
import { lockEntries, type StoredEntry } from './write-queries.ts'

/** Corrects an entry by hand. A quarantined one whose span is believed now is released and finds its place. */
export async function editEntry(
  tx: Database,
  names: Names,
  actor: Actor,
  id: string,
  patch: TimeEntryPatch,
  if_match: number | null,
  now_ms: number,
): Promise<TimeEntry> {
  const before = (await lockEntries(tx, actor, [id]))[0]
  if (!before) throw (await lockFormer(tx, actor, 'id', [id])).length > 0 ? deleted() : notFound()
  checkVersion(if_match, before.version)
  const { deal_id, task_id, ...fields } = patch
  const renamed = patch.project_name !== undefined && patch.project_name !== before.project_name
  // what somebody types is no evidence any more
  const named = renamed ? { project_from_editor: false } : {}
  const corrected: EntryRow = { ...before, ...fields, ...named, ...spanFor(before, patch, now_ms) }
  const isAside = isDoubted(before) && corrected.quarantine_reason !== null
  if (isAside && (deal_id || task_id || patch.billable !== undefined)) throw conflict('quarantined', keptAside)
  const chosen =
    deal_id || task_id
      ? await choosePlace(tx, actor, { deal_id: deal_id ?? null, task_id: task_id ?? null })
      : await freshPlace(tx, names, before, corrected)
  const marked = patch.billable === undefined ? {} : { billable: patch.billable }
  const after = besideRecorded(before, { ...corrected, ...chosen, ...marked })
  const change = difference<object>(forLedger(before), forLedger(after))
  if (JSON.stringify({ ...before }) !== JSON.stringify({ ...after })) {
    await assertUnlocked(tx, actor, [before, after])
    await correctEntries(tx, [after])
    await track(tx, actor, 'time_entry.changed', id, change)
  }
  return (await getEntry(tx, actor, id))!
}

const keptAside = 'It is kept aside. Release it first, or correct its times.'

type Span = Pick<EntryRow, 'start_time' | 'end_time' | 'duration_seconds' | 'quarantine_reason'> | Record<string, never>

function spanFor(before: StoredEntry, patch: TimeEntryPatch, now_ms: number): Span {
  const { duration_seconds: said } = patch
  if (patch.start_time === undefined && patch.end_time === undefined && said === undefined) return {}
  const start_time = new Date(patch.start_time ?? before.start_time).toISOString()
  const end_time = new Date(patch.end_time ?? before.end_time).toISOString()
  // only what was made of several entries has pauses
  const claimed = before.made_in === null ? said : undefined
  const { verdict, fault } = judgeClaim({ start_time, end_time, duration_seconds: claimed }, now_ms)
  if (verdict !== 'believed') throw invalid(fault!.pointer, fault!.code, fault!.message)
  const span = { start_ms: Date.parse(start_time), end_ms: Date.parse(end_time) }
  if (said !== undefined && said * 1_000 - (span.end_ms - span.start_ms) >= 1_000)
    throw invalid('/duration_seconds', 'longer_than_span', 'No more can count than lies between start and end.')
  return { start_time, end_time, duration_seconds: said ?? workedIn(before, span), quarantine_reason: null }
}

/** What waits, or comes out of quarantine, is looked at again with its corrected hints; a placed entry stays. */
async function freshPlace(
  tx: Database,
  names: Names,
  before: EntryRow,
  corrected: EntryRow,
): Promise<Place | Record<string, never>> {
  const released = isDoubted(before) && corrected.quarantine_reason === null
  if (before.status !== 'unmapped' && !released) return {}
  return placeFor(corrected, null, await names(tx))
}
