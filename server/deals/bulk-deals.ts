import type { BulkAnswer } from '#domain/bulk.ts'
import type { DealBulk } from '#domain/deals.ts'
import { settleBulk } from '#server/fields/settle-metadata.ts'
import { tellBefore } from '#server/fields/tell-before.ts'
import type { Actor } from '#server/platform/actor.ts'
import { doInBulk } from '#server/platform/bulk.ts'
import type { Database } from '#server/platform/database.ts'
import { checkOwner } from './check-owner.ts'
import { lockDeals, updateDeals } from './queries.ts'
import { recordStages } from './stage-queries.ts'

const closed = { code: 'deal_closed', message: 'It is won or lost. Reopen it by itself.' }

/** 422 where the change itself is wrong; what is wrong with one deal is in its result. */
export async function bulkDeals(tx: Database, actor: Actor, order: DealBulk): Promise<BulkAnswer> {
  const change = order.change && (await settleBulk(tx, actor, 'deal', order.change))
  if (change) await checkOwner(tx, actor, change)
  const kind = {
    noun: 'deal',
    lock: (ids: string[]) => lockDeals(tx, actor, ids),
    update: async (ids: string[], fields: object) => {
      await updateDeals(tx, ids, fields)
      if (change?.stage) await recordStages(tx, ids, actor.kind === 'user' ? actor.id : null)
      return []
    },
    refuse: ({ closed_at }: Record<string, unknown>) => (change?.stage && closed_at !== null ? closed : null),
  }
  return tellBefore(tx, actor, 'deal', change, await doInBulk(tx, actor, kind, { ...order, change }))
}
