import type { Account } from '#domain/accounts.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { merged, notFound } from '#server/platform/errors.ts'
import { checkLive, deletion, restoring } from '#server/platform/deletion.ts'
import { difference, track } from '#server/platform/track.ts'
import { getAccount, lockAccount, updateAccounts } from './queries.ts'

/** Into the bin. What hangs on it stays where it is (docs/decisions/0006). 404, 412, and 409 where it is deleted already. */
export async function deleteAccount(tx: Database, actor: Actor, id: string, if_match: number | null): Promise<Account> {
  const before = await lockAccount(tx, actor, id)
  if (!before) throw notFound()
  checkLive(if_match, before)
  const mark = deletion(actor)
  await updateAccounts(tx, [id], mark)
  await track(tx, actor, 'account.deleted', id, difference<object>(before, mark))
  return (await getAccount(tx, actor, id))!
}

/** Out of the bin, as it was. What is not deleted stays as it is. 409 for what was merged. */
export async function restoreAccount(tx: Database, actor: Actor, id: string): Promise<Account> {
  const before = await lockAccount(tx, actor, id)
  if (!before) throw notFound()
  if (before.merged_into_id !== null) throw merged()
  if (before.deleted_at !== null) {
    await updateAccounts(tx, [id], restoring)
    await track(tx, actor, 'account.restored', id, difference<object>(before, restoring))
  }
  return (await getAccount(tx, actor, id))!
}
