import type { Account, AccountInput } from '#domain/accounts.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { track } from '#server/platform/track.ts'
import { getAccount, insertAccount } from './queries.ts'

/** Whoever creates an account owns it unless the input names somebody. */
export async function createAccount(tx: Database, actor: Actor, input: AccountInput): Promise<Account> {
  const fields = { owner_id: actor.kind === 'user' ? actor.id : null, ...input }
  const id = await insertAccount(tx, fields)
  await track(tx, actor, 'account.created', id, { after: fields })
  return (await getAccount(tx, actor, id))!
}
