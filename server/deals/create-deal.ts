import type { Deal, DealInput } from '#domain/deals.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { track } from '#server/platform/track.ts'
import { columnsOf } from './deal-fields.ts'
import { getDeal, insertDeal, recordStage } from './queries.ts'

/** Whoever creates a deal owns it unless the input names somebody. */
export async function createDeal(tx: Database, actor: Actor, input: DealInput): Promise<Deal> {
  const actor_id = actor.kind === 'user' ? actor.id : null
  const fields = { owner_id: actor_id, ...columnsOf(input), account_id: input.account_id, name: input.name }
  const id = await insertDeal(tx, fields)
  await recordStage(tx, id, null, actor_id)
  await track(tx, actor, 'deal.created', id, { after: fields })
  return (await getDeal(tx, actor, id))!
}
