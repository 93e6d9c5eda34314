import { closingTime } from '#domain/closing.ts'
import { isOpen, type Closing, type Deal, type Stage } from '#domain/deals.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { checkLive } from '#server/platform/deletion.ts'
import { conflict, invalid, notFound } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { getDeal, lockDeal, updateDeals } from './queries.ts'
import { recordStage } from './stage-queries.ts'

/** Won or lost, with who, when and why. 409 when it is closed already: reopen it first. */
export async function closeDeal(
  tx: Database,
  actor: Actor,
  id: string,
  { stage, reason, closed_on }: Closing,
  if_match: number | null,
): Promise<Deal> {
  const before = await lockDeal(tx, actor, id)
  if (!before) throw notFound()
  checkLive(if_match, before)
  if (!isOpen(before.stage as Stage))
    throw conflict('already_closed', `The deal is ${before.stage} already. Move it back to an open stage first.`)
  const closed_ms = closingTime(closed_on, actor.zone, Date.now())
  if (closed_ms === null) throw invalid('/closed_on', 'in_the_future', 'This day has not come yet.')
  const closed_by = actor.kind === 'user' ? actor.id : null
  const fields = {
    stage,
    probability: null,
    closed_at: new Date(closed_ms).toISOString(),
    closed_by,
    closed_reason: reason ?? null,
  }
  await updateDeals(tx, [id], fields)
  await recordStage(tx, id, before.stage as Stage, closed_by)
  await track(tx, actor, 'deal.closed', id, { before: { stage: before.stage }, after: fields })
  return (await getDeal(tx, actor, id))!
}
