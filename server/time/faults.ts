import { spanInWords } from '#domain/zones.ts'
import { lockInWords } from '#domain/locks.ts'
import { findLocks } from '#server/locks/find-locks.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import type { EntryRow } from './entry-row.ts'
import { findOverlaps } from './write-queries.ts'

export type Fault = { code: 'locked' | 'overlaps'; message: string }

/**
 * Why some of these cannot be written so: they touch locked days, now or then, or what is to be billable would lie over billable time,
 * that of an earlier one of them included. `before` are the same as they are, where they are already.
 */
export async function faultsOfWriting(
  tx: Database,
  actor: Actor,
  rows: EntryRow[],
  before: EntryRow[] = [],
): Promise<Map<string, Fault>> {
  const locks = await findLocks(tx, actor, [...before, ...rows])
  const open = rows.filter(({ id }) => !locks.has(id))
  const faults = new Map<string, Fault>()
  for (const [id, lock] of locks) faults.set(id, { code: 'locked', message: lockInWords(lock) })
  for (const [id, message] of await overlaps(tx, open)) faults.set(id, { code: 'overlaps', message })
  return faults
}

async function overlaps(tx: Database, rows: EntryRow[]): Promise<Map<string, string>> {
  const found = await findOverlaps(tx, rows)
  const zones = new Map(rows.map(({ id, zone }) => [id, zone]))
  const faults = new Map(
    [...found].map(([id, { start_time, end_time }]) => [
      id,
      `It overlaps billable time from ${spanInWords(start_time, end_time, zones.get(id)!)}.`,
    ]),
  )
  const ends = new Map<string, number>()
  const billed = rows.filter(({ id, billable, status }) => billable && status !== 'quarantined' && !faults.has(id))
  for (const row of billed.toSorted((a, b) => Date.parse(a.start_time) - Date.parse(b.start_time))) {
    if (Date.parse(row.start_time) < (ends.get(row.user_id) ?? -Infinity))
      faults.set(row.id, 'It overlaps another one of these.')
    else ends.set(row.user_id, Date.parse(row.end_time))
  }
  return faults
}
