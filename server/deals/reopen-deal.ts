import { isOpen, type Deal, type Reopening, type Stage } from '#domain/deals.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { checkLive } from '#server/platform/deletion.ts'
import { conflict, notFound } from '#server/platform/errors.ts'
import { editDeal } from './edit-deal.ts'
import { lockDeal } from './queries.ts'
import { stageBefore } from './stage-queries.ts'

/** Back to the stage it was closed from, or the one named. 409 when it is open. */
export async function reopenDeal(
  tx: Database,
  actor: Actor,
  id: string,
  { stage }: Reopening,
  if_match: number | null,
): Promise<Deal> {
  const before = await lockDeal(tx, actor, id)
  if (!before) throw notFound()
  checkLive(if_match, before)
  if (isOpen(before.stage as Stage)) throw conflict('deal_open', 'The deal is open already.')
  const last = await stageBefore(tx, id)
  return editDeal(tx, actor, id, { stage: stage ?? (last && isOpen(last) ? last : 'prospecting') }, if_match)
}
