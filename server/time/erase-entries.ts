import type { ErasureOutcome } from '#domain/privacy-requests.ts'
import { countHidden } from '#server/exclusions/leave-out.ts'
import { findLocks } from '#server/locks/find-locks.ts'
import { systemActor, type Actor } from '#server/platform/actor.ts'
import { sql, type Database } from '#server/platform/database.ts'
import { trackAll } from '#server/platform/track.ts'
import { blankEntries, blankFormer, deleteFormer, nextToErase, type Wanted } from './erasure-queries.ts'
import { onDays } from './filters.ts'
import { originalsOf } from './former-queries.ts'
import type { Key } from './key-queries.ts'
import { takeOut } from './take-out.ts'
import { lockOwn, type StoredEntry } from './write-queries.ts'

/** Nobody's right opens the closed period to an erasure. */
const nobody = systemActor('job', {})
const atOnce = 1_000

export type Piece = { last: Key | null; removed: string[]; outcome: Omit<ErasureOutcome, 'payloads'> }

/**
 * The next piece of what its person asked to erase. Time in open days goes for good, as if they had taken it out; locked time, and
 * all of it where only evidence is asked for, stays as hours without title, address and app. `last` null: there is no more.
 */
export async function eraseEntries(tx: Database, actor: Actor, wanted: Wanted, after: Key | null): Promise<Piece> {
  const keys = await nextToErase(tx, wanted, after, atOnce)
  const there = await lockOwn(
    tx,
    wanted.user_id,
    keys.map(({ id }) => id),
  )
  // another run may have been here while this one waited
  const rows = there.filter(({ evidence_erased_at: at }) => at === null || at < wanted.until)
  const locks = wanted.about === 'evidence' ? null : await findLocks(tx, nobody, rows)
  const kept = rows.filter(({ id }) => locks?.has(id) ?? true)
  const open = rows.filter((row) => !kept.includes(row)).map(({ id }) => id)
  const removed = await takeOut(tx, wanted.user_id, open)
  await blankEntries(tx, kept)
  const deeds = kept.flatMap(({ made_in }) => made_in ?? [])
  if (deeds.length > 0) await blankFormer(tx, wanted.user_id, sql`e.id in (${originalsOf(wanted.user_id, deeds)})`)
  await trackAll(tx, actor, 'time_entry.erased', removed.map(idOf))
  await trackAll(tx, actor, 'time_entry.evidence_erased', kept.map(idOf))
  const last = keys.length < atOnce ? null : keys.at(-1)!
  return { last, removed: removed.map(({ id }) => id), outcome: outcomeOf(removed, kept) }
}

// the ledger says that, and nothing of what was there
const idOf = ({ id }: StoredEntry) => ({ id })
const seconds = (rows: StoredEntry[]) => rows.reduce((sum, { duration_seconds }) => sum + duration_seconds, 0)
const outcomeOf = (removed: StoredEntry[], kept: StoredEntry[]) => ({
  removed_entries: removed.length,
  removed_seconds: seconds(removed),
  kept_entries: kept.length,
  kept_seconds: seconds(kept),
})

/** What was deleted, split or merged counts nowhere, so it is in no outcome. Gives the ids of what is gone. */
export async function eraseFormer(tx: Database, { user_id, about, date_from, date_to }: Wanted): Promise<string[]> {
  if (about === 'entry') return []
  const days = about === 'days' ? onDays(date_from!, date_to!) : sql`true`
  const gone = about === 'days' ? await deleteFormer(tx, user_id, days) : []
  await countHidden(tx, gone)
  await blankFormer(tx, user_id, days)
  return gone.map(({ id }) => id)
}
