import type { Account, AccountInput } from '#domain/accounts.ts'
import { settleWhole } from '#server/fields/settle-metadata.ts'
import { personOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { track } from '#server/platform/track.ts'
import { checkContact, checkOwner } from './check-references.ts'
import { getAccount, insertAccount } from './queries.ts'

/** Whoever creates an account owns it unless the input names somebody. */
export async function createAccount(tx: Database, actor: Actor, input: AccountInput): Promise<Account> {
  const fields = await settleWhole(tx, actor, 'account', { owner_id: personOf(actor), ...input })
  await checkOwner(tx, actor, fields)
  await checkContact(tx, null, fields)
  const id = await insertAccount(tx, fields)
  await track(tx, actor, 'account.created', id, { after: fields })
  return (await getAccount(tx, actor, id))!
}
