import type { Account, AccountPatch } from '#domain/accounts.ts'
import { settlePatch } from '#server/fields/settle-metadata.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { notFound } from '#server/platform/errors.ts'
import { checkLive } from '#server/platform/deletion.ts'
import { difference, track } from '#server/platform/track.ts'
import { checkContact, checkOwner } from './check-references.ts'
import { getAccount, lockAccount, updateAccounts } from './queries.ts'

/**
 * 404 for what one may not change, 412 where the client saw an older version, 409 where it is deleted. Nothing changed is no
 * change. `settle` says whether free fields are merged (PATCH) or replaced (PUT).
 */
export async function editAccount(
  tx: Database,
  actor: Actor,
  id: string,
  patch: AccountPatch,
  if_match: number | null,
  settle = settlePatch,
): Promise<Account> {
  const before = await lockAccount(tx, actor, id)
  if (!before) throw notFound()
  checkLive(if_match, before)
  const change = difference<object>(before, await settle(tx, actor, 'account', patch, before.metadata))
  if (Object.keys(change.after).length > 0) {
    await checkOwner(tx, actor, change.after)
    await checkContact(tx, id, change.after)
    await updateAccounts(tx, [id], change.after)
    await track(tx, actor, 'account.changed', id, change)
  }
  return (await getAccount(tx, actor, id))!
}
