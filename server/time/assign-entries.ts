import type { Assignment, BulkResults, TimeEntry } from '#domain/time.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, notFound } from '#server/platform/errors.ts'
import { trackAll } from '#server/platform/track.ts'
import { choosePlace } from './choose-place.ts'
import { correctEntries } from './correct-entries.ts'
import type { EntryRow } from './entry-row.ts'
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
  const open = rows.filter((row) => row.status === 'unmapped')
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
  const status = new Map(rows.map((row) => [row.id, row.status]))
  return { results: ids.map((id) => outcome(id, status.get(id))) }
}

export const placeOf = ({ status, account_id, deal_id, task_id, billable }: EntryRow) => ({
  status,
  account_id,
  deal_id,
  task_id,
  billable,
})

const outcome = (id: string, status: EntryRow['status'] | undefined): BulkResults['results'][number] =>
  status === 'unmapped'
    ? { id, status: 'done', reason: null }
    : {
        id,
        status: 'skipped',
        reason: status ? 'It does not wait for review any more.' : 'There is no such entry, or it is not yours.',
      }

/** One entry: 404 where it cannot be seen, 409 where somebody else was faster. */
export async function assignEntry(tx: Database, actor: Actor, id: string, target: Assignment): Promise<TimeEntry> {
  if (!(await getEntry(tx, actor, id))) throw notFound()
  const { results } = await assignEntries(tx, actor, [id], target)
  if (results[0]!.status === 'skipped') throw conflict('not_waiting', results[0]!.reason!)
  return (await getEntry(tx, actor, id))!
}
