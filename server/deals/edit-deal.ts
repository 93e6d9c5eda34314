import { isOpen, type Deal, type DealPatch, type Stage } from '#domain/deals.ts'
import { checkAccount } from '#server/accounts/check-references.ts'
import { settlePatch } from '#server/fields/settle-metadata.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { checkLive } from '#server/platform/deletion.ts'
import { conflict, notFound } from '#server/platform/errors.ts'
import { difference, track } from '#server/platform/track.ts'
import { checkOwner } from './check-owner.ts'
import { columnsOf } from './deal-fields.ts'
import { getDeal, hasWork, lockDeal, updateDeals } from './queries.ts'
import { recordStage } from './stage-queries.ts'

/** Moves within the open stages or back into them; winning and losing is close-deal. 404, 409 and 412 as everywhere. */
export async function editDeal(
  tx: Database,
  actor: Actor,
  id: string,
  patch: DealPatch,
  if_match: number | null,
  settle = settlePatch,
): Promise<Deal> {
  const before = await lockDeal(tx, actor, id)
  if (!before) throw notFound()
  checkLive(if_match, before)
  if (patch.probability != null && !isOpen(patch.stage ?? (before.stage as Stage)))
    throw conflict(
      'deal_closed',
      'A won deal weighs 100 % and a lost one nothing. Move it back to an open stage first.',
    )
  const reopened = patch.stage !== undefined && !isOpen(before.stage as Stage)
  const settled = await settle(tx, actor, 'deal', patch, before.metadata)
  const fields = { ...columnsOf(settled), ...(reopened && { closed_at: null, closed_by: null, closed_reason: null }) }
  const change = difference<object>(before, fields)
  if (Object.keys(change.after).length === 0) return (await getDeal(tx, actor, id))!
  if ('account_id' in change.after && (await hasWork(tx, id)))
    throw conflict('deal_has_work', 'Time or tasks are on this deal; it cannot move to another account.')
  await checkOwner(tx, actor, patch)
  await checkAccount(tx, actor, change.after)
  await updateDeals(tx, [id], change.after)
  if ('stage' in change.after) await recordStage(tx, id, before.stage as Stage, actor.kind === 'user' ? actor.id : null)
  await track(tx, actor, reopened ? 'deal.reopened' : 'deal.changed', id, change)
  return (await getDeal(tx, actor, id))!
}
