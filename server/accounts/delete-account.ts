import type { Account } from '#domain/accounts.ts'
import { personOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { notFound } from '#server/platform/errors.ts'
import { checkLive } from '#server/platform/serve.ts'
import { track } from '#server/platform/track.ts'
import { getAccount, lockAccount, markDeleted, markRestored } from './queries.ts'

/** Into the bin. What hangs on it stays where it is (docs/decisions/0006). 404, 412, and 409 where it is deleted already. */
export async function deleteAccount(tx: Database, actor: Actor, id: string, if_match: number | null): Promise<Account> {
  const before = await lockAccount(tx, actor, id)
  if (!before) throw notFound()
  checkLive(if_match, before)
  await markDeleted(tx, [id], personOf(actor))
  await track(tx, actor, 'account.deleted', id, { before: { deleted: false }, after: { deleted: true } })
  return (await getAccount(tx, actor, id))!
}

/** Out of the bin, as it was. What is not deleted stays as it is. */
export async function restoreAccount(tx: Database, actor: Actor, id: string): Promise<Account> {
  const before = await lockAccount(tx, actor, id)
  if (!before) throw notFound()
  if (before.deleted_at !== null) {
    await markRestored(tx, [id])
    await track(tx, actor, 'account.restored', id, { before: { deleted: true }, after: { deleted: false } })
  }
  return (await getAccount(tx, actor, id))!
}
