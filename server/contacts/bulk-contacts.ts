import type { BulkAnswer } from '#domain/bulk.ts'
import type { ContactBulk } from '#domain/contacts.ts'
import { checkAccount, checkOwner } from '#server/accounts/check-references.ts'
import { settleBulk } from '#server/fields/settle-metadata.ts'
import { tellBefore } from '#server/fields/tell-before.ts'
import type { Actor } from '#server/platform/actor.ts'
import { doInBulk } from '#server/platform/bulk.ts'
import type { Database } from '#server/platform/database.ts'
import { lockContacts, updateContacts } from './queries.ts'
import { releasePrimary } from './release-primary.ts'

/** 422 where the change itself is wrong; what is wrong with one contact is in its result. */
export async function bulkContacts(tx: Database, actor: Actor, order: ContactBulk): Promise<BulkAnswer> {
  const change = order.change && (await settleBulk(tx, actor, 'contact', order.change))
  if (change) await checkOwner(tx, actor, change)
  if (change) await checkAccount(tx, actor, change)
  const kind = {
    noun: 'contact',
    lock: (ids: string[]) => lockContacts(tx, actor, ids),
    update: async (ids: string[], fields: object) => {
      await updateContacts(tx, ids, fields)
      return releasePrimary(tx, ids)
    },
  }
  return tellBefore(tx, actor, 'contact', change, await doInBulk(tx, actor, kind, { ...order, change }))
}
