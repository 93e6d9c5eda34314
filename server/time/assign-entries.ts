import type { Assignment, BulkResults, TimeEntry } from '#domain/time.ts'
import { lockInWords } from '#domain/locks.ts'
import { assertUnlocked, findLocks } from '#server/locks/find-locks.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, notFound } from '#server/platform/errors.ts'
import { trackAll } from '#server/platform/track.ts'
import { choosePlace } from './choose-place.ts'
import { correctEntries } from './correct-entries.ts'
import type { EntryRow } from './entry-row.ts'
import { outcomesOf } from './outcomes.ts'
import { getEntry } from './queries.ts'
import { lockEntries } from './write-queries.ts'

/** Settles waiting entries. Those that are placed already, or out of reach, are skipped by name and the others go through. */
export async function assignEntries(
  tx: Database,
  actor: Actor,
  ids: string[],
  target: Assignment,
): Promise<BulkResults> {
  const choice = await choosePlace(tx, actor, target)
  const rows = await lockEntries(tx, actor, ids)
  const waiting = rows.filter((row) => row.status === 'unmapped')
  const locks = await findLocks(tx, actor, waiting)
  const open = waiting.filter(({ id }) => !locks.has(id))
  await correctEntries(
    tx,
    open.map((row) => ({ ...row, ...choice })),
  )
  await trackAll(
    tx,
    actor,
    'time_entry.assigned',
    open.map((row) => ({ id: row.id, before: placeOf(row), after: placeOf({ ...row, ...choice }) })),
  )
  const there = new Set(rows.map(({ id }) => id))
  return outcomesOf(
    ids,
    open.map(({ id }) => id),
    (id) => {
      const lock = locks.get(id)
      if (lock) return lockInWords(lock)
      return there.has(id) ? 'It does not wait for review any more.' : 'There is no such entry, or it is not yours.'
    },
  )
}

export const placeOf = ({ status, account_id, deal_id, task_id, billable }: EntryRow) => ({
  status,
  account_id,
  deal_id,
  task_id,
  billable,
})

/** One entry: 404 where it cannot be seen, 409 where somebody else was faster. */
export async function assignEntry(tx: Database, actor: Actor, id: string, target: Assignment): Promise<TimeEntry> {
  const before = await getEntry(tx, actor, id)
  if (!before) throw notFound()
  if (before.status === 'unmapped') await assertUnlocked(tx, actor, [before])
  const { results } = await assignEntries(tx, actor, [id], target)
  if (results[0]!.status === 'skipped') throw conflict('not_waiting', results[0]!.reason!)
  return (await getEntry(tx, actor, id))!
}
