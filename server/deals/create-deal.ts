import type { Deal, DealInput } from '#domain/deals.ts'
import { checkAccount } from '#server/accounts/check-references.ts'
import { settleWhole } from '#server/fields/settle-metadata.ts'
import { covers } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { columnsOf } from './deal-fields.ts'
import { getDeal, insertDeal } from './queries.ts'
import { recordStage } from './stage-queries.ts'

/** Whoever creates a deal owns it unless the input names somebody. */
export async function createDeal(tx: Database, actor: Actor, given: DealInput): Promise<Deal> {
  const input = await settleWhole(tx, 'deal', given)
  const actor_id = actor.kind === 'user' ? actor.id : null
  const fields = { owner_id: actor_id, ...columnsOf(input), account_id: input.account_id, name: input.name }
  if (!(await covers(tx, actor, 'deals:write', fields.owner_id)))
    throw invalid('/owner_id', 'out_of_scope', 'You may not give deals to this person.')
  await checkAccount(tx, actor, input)
  const id = await insertDeal(tx, fields)
  await recordStage(tx, id, null, actor_id)
  await track(tx, actor, 'deal.created', id, { after: fields })
  return (await getDeal(tx, actor, id))!
}
