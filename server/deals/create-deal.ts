import type { Deal, DealInput } from '#domain/deals.ts'
import { checkAccount } from '#server/accounts/check-references.ts'
import { settleWhole } from '#server/fields/settle-metadata.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { track } from '#server/platform/track.ts'
import { checkOwner } from './check-owner.ts'
import { columnsOf } from './deal-fields.ts'
import { getDeal, insertDeal } from './queries.ts'
import { recordStage } from './stage-queries.ts'

/** Whoever creates a deal owns it unless the input names somebody. */
export async function createDeal(tx: Database, actor: Actor, given: DealInput): Promise<Deal> {
  const input = await settleWhole(tx, actor, 'deal', given)
  const actor_id = actor.kind === 'user' ? actor.id : null
  const fields = { owner_id: actor_id, ...columnsOf(input), account_id: input.account_id, name: input.name }
  await checkOwner(tx, actor, fields)
  await checkAccount(tx, actor, input)
  const id = await insertDeal(tx, fields)
  await recordStage(tx, id, null, actor_id)
  await track(tx, actor, 'deal.created', id, { after: fields })
  return (await getDeal(tx, actor, id))!
}
