import { isOpen, type Closing, type Deal, type Stage } from '#domain/deals.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, notFound } from '#server/platform/errors.ts'
import { checkVersion } from '#server/platform/serve.ts'
import { track } from '#server/platform/track.ts'
import { getDeal, lockDeal, recordStage, updateDeal } from './queries.ts'

/** Won or lost, with who, when and why. 409 when it is closed already: reopen it first. */
export async function closeDeal(
  tx: Database,
  actor: Actor,
  id: string,
  { stage, reason }: Closing,
  if_match: number | null,
): Promise<Deal> {
  const before = await lockDeal(tx, actor, id)
  if (!before) throw notFound()
  checkVersion(if_match, before.version)
  if (!isOpen(before.stage as Stage))
    throw conflict('already_closed', `The deal is ${before.stage} already. Move it back to an open stage first.`)
  const closed_by = actor.kind === 'user' ? actor.id : null
  const fields = {
    stage,
    probability: null,
    closed_at: new Date().toISOString(),
    closed_by,
    closed_reason: reason ?? null,
  }
  await updateDeal(tx, id, fields)
  await recordStage(tx, id, before.stage as Stage, closed_by)
  await track(tx, actor, 'deal.closed', id, { before: { stage: before.stage }, after: fields })
  return (await getDeal(tx, actor, id))!
}
