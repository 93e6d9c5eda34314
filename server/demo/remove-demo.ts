/** Takes out exactly what the demo brought. What people made, and what that hangs on, stays; so does the ledger. */
import type { DemoCounts, DemoRemoval } from '#domain/demo.ts'
import { beyondLocks } from '#server/locks/queries.ts'
import { deactivateUser } from '#server/members/deactivate-user.ts'
import { setWelcome, updateWorkspace } from '#server/people/workspace-queries.ts'
import { workspace_id } from '#server/people/change-workspace.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { track, trackAll } from '#server/platform/track.ts'
import {
  countRows,
  deleteDemo,
  deleteWeeks,
  followPutAway,
  forgetRows,
  keepWhatIsUsed,
  keepWhoActed,
  listDemoPeople,
  sweepDays,
  unlinkDemo,
} from './queries.ts'

/** Children before parents. Each with what its rows are in the ledger, and the column that names them. */
const parts = [
  ['exchange_rates', 'exchange_rate', 'currency'],
  ['mapping_rules', 'mapping_rule', 'name'],
  ['time_entries', 'time_entry', 'external_id'],
  ['former_entries', 'time_entry', 'external_id'],
  ['tasks', 'task', 'title'],
  ['deals', 'deal', 'name'],
  ['contacts', 'contact', 'last_name'],
  ['accounts', 'account', 'name'],
  ['users', 'user', 'name'],
  ['productivity_users', 'productivity_user', 'name'],
  ['teams', 'team', 'name'],
] as const

class DryRun extends Error {
  readonly removal: DemoRemoval
  constructor(removal: DemoRemoval) {
    super('dry run')
    this.removal = removal
  }
}

/** What removing would do: it is worked out for real in a transaction that is rolled back. */
export async function previewRemoval(db: Database, actor: Actor): Promise<DemoRemoval> {
  try {
    return await db.transaction().execute(async (tx) => {
      throw new DryRun((await settle(tx, actor)).removal)
    })
  } catch (error) {
    if (error instanceof DryRun) return error.removal
    throw error
  }
}

/** Idempotent: a second time there is nothing left to remove. Afterwards the admin's first steps begin. */
export async function removeDemo(tx: Database, actor: Actor, onProgress: (percent: number) => Promise<void>) {
  await deleteWeeks(tx)
  const { removal, leaving } = await settle(tx, actor)
  await onProgress(20)
  await unlinkDemo(tx)
  // what it brought goes, also from a closed period
  await beyondLocks(tx, true)
  for (const [table, object, called] of parts) {
    const gone = await deleteDemo(tx, table, called)
    await trackAll(
      tx,
      actor,
      `${object}.removed_with_demo`,
      gone.map(({ id, name }) => ({ id, before: { [called]: name } })),
    )
    await onProgress(20 + Math.round((70 * (parts.findIndex(([name]) => name === table) + 1)) / parts.length))
  }
  await beyondLocks(tx, false)
  await sweepDays(tx)
  // there are at most eleven of them
  for (const id of leaving) await deactivateUser(tx, actor, id, actor.id)
  await forgetRows(tx)
  await updateWorkspace(tx, { demo: false })
  await setWelcome(tx, {})
  await track(tx, actor, 'demo.removed', workspace_id, { before: { ...removal.removed } })
  return removal
}

/** Decides about every row: what stays in demo_rows goes. */
async function settle(tx: Database, actor: Actor): Promise<{ removal: DemoRemoval; leaving: string[] }> {
  await followPutAway(tx)
  const before = await countRows(tx)
  const people = await listDemoPeople(tx)
  const acted = await keepWhoActed(tx, actor.id!)
  await keepWhatIsUsed(tx)
  const removed = await countRows(tx)
  const going = new Set(await listDemoPeople(tx))
  const leaving = people.filter((id) => id !== actor.id && (acted.includes(id) || !going.has(id)))
  return { removal: { removed, kept: less(before, removed), deactivated: leaving.length }, leaving }
}

const less = (all: DemoCounts, some: DemoCounts) =>
  Object.fromEntries(
    Object.entries(all).map(([name, count]) => [name, count - some[name as keyof DemoCounts]]),
  ) as DemoCounts
