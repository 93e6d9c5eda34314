import type { AccountBulk } from '#domain/accounts.ts'
import type { BulkAnswer } from '#domain/bulk.ts'
import { settleBulk } from '#server/fields/settle-metadata.ts'
import { tellBefore } from '#server/fields/tell-before.ts'
import type { Actor } from '#server/platform/actor.ts'
import { doInBulk } from '#server/platform/bulk.ts'
import type { Database } from '#server/platform/database.ts'
import { checkOwner } from './check-references.ts'
import { lockAccounts, updateAccounts } from './queries.ts'

/** 422 where the change itself is wrong; what is wrong with one account is in its result. */
export async function bulkAccounts(tx: Database, actor: Actor, order: AccountBulk): Promise<BulkAnswer> {
  const change = order.change && (await settleBulk(tx, actor, 'account', order.change))
  if (change) await checkOwner(tx, actor, change)
  const kind = {
    noun: 'account',
    lock: (ids: string[]) => lockAccounts(tx, actor, ids),
    update: async (ids: string[], fields: object) => {
      await updateAccounts(tx, ids, fields)
      return []
    },
  }
  return tellBefore(tx, actor, 'account', change, await doInBulk(tx, actor, kind, { ...order, change }))
}
