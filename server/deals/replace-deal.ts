import { isOpen, stageProbability, type Deal, type DealPatch, type DealWhole, type Stage } from '#domain/deals.ts'
import { settleWhole } from '#server/fields/settle-metadata.ts'
import { maySeeValues } from '#server/fields/worth.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid, notFound } from '#server/platform/errors.ts'
import { editDeal } from './edit-deal.ts'
import { lockDeal } from './queries.ts'

/** Every field of a deal at once. 404, 409, 412 as everywhere; 422 where it would be won or lost, which is a closing. */
export async function replaceDeal(
  tx: Database,
  actor: Actor,
  id: string,
  whole: DealWhole,
  if_match: number | null,
): Promise<Deal> {
  const before = await lockDeal(tx, actor, id)
  if (!before) throw notFound()
  return editDeal(tx, actor, id, patchOf(actor, before, whole), if_match, settleWhole)
}

/** What was read and sent back changes nothing: the probability its stage gives is none of its own, and unseen worth stays. */
function patchOf(actor: Actor, before: { stage: string; probability: number | null }, whole: DealWhole): DealPatch {
  const { stage, probability, value, budget_money, ...rest } = whole
  const unset = before.probability === null && probability === stageProbability[stage]
  const stays = (worth: object | null) => worth === null && !maySeeValues(actor)
  return {
    ...rest,
    ...moveOf(before.stage as Stage, stage),
    probability: unset ? null : probability,
    ...(!stays(value) && { value }),
    ...(!stays(budget_money) && { budget_money }),
  }
}

function moveOf(from: Stage, to: Stage): Pick<DealPatch, 'stage'> {
  if (from === to) return {}
  if (!isOpen(to)) throw invalid('/stage', 'closing', 'A deal is won or lost by closing it.')
  return { stage: to }
}
