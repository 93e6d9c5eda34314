import { minorDigits } from '#domain/money.ts'
import type { Workspace, WorkspaceChange } from '#domain/people.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid } from '#server/platform/errors.ts'
import { checkVersion } from '#server/platform/serve.ts'
import { difference, track } from '#server/platform/track.ts'
import { holdPeriod, lockWorkspace, updateWorkspace } from './workspace-queries.ts'

/** There is one workspace and it has no id of its own; the ledger knows it as this. */
export const workspace_id = '00000000-0000-0000-0000-000000000001'

export async function changeWorkspace(
  tx: Database,
  actor: Actor,
  if_match: number | null,
  change: WorkspaceChange,
  now_ms: number,
): Promise<Workspace> {
  if (change.base_currency !== undefined && minorDigits(change.base_currency) === null)
    throw invalid('/base_currency', 'unknown_currency', 'This is no currency of ISO 4217.')
  // a day that is not over everywhere would lock out what agents are sending now
  if (change.locked_through && Date.parse(change.locked_through) > now_ms - 36 * 3_600_000)
    throw invalid(
      '/locked_through',
      'not_over',
      'Choose a day that is over everywhere: the day before yesterday or earlier.',
    )
  const before = await lockWorkspace(tx)
  checkVersion(if_match, before.version)
  const changed = difference(before, change)
  if (Object.keys(changed.after).length === 0) return before
  if ('locked_through' in changed.after || 'lock_after_days' in changed.after) await holdPeriod(tx)
  await updateWorkspace(tx, change)
  await track(tx, actor, 'workspace.changed', workspace_id, changed)
  return lockWorkspace(tx)
}
