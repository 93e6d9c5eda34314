import type { Deal } from '#domain/deals.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { checkLive, deletion, restoring } from '#server/platform/deletion.ts'
import { notFound } from '#server/platform/errors.ts'
import { difference, track } from '#server/platform/track.ts'
import { getDeal, lockDeal, updateDeals } from './queries.ts'

/** Into the bin. What hangs on it stays where it is (docs/decisions/0006). 404, 412, and 409 where it is deleted already. */
export async function deleteDeal(tx: Database, actor: Actor, id: string, if_match: number | null): Promise<Deal> {
  const before = await lockDeal(tx, actor, id)
  if (!before) throw notFound()
  checkLive(if_match, before)
  const mark = deletion(actor)
  await updateDeals(tx, [id], mark)
  await track(tx, actor, 'deal.deleted', id, difference<object>(before, mark))
  return (await getDeal(tx, actor, id))!
}

/** Out of the bin, as it was. What is not deleted stays as it is. */
export async function restoreDeal(tx: Database, actor: Actor, id: string): Promise<Deal> {
  const before = await lockDeal(tx, actor, id)
  if (!before) throw notFound()
  if (before.deleted_at !== null) {
    await updateDeals(tx, [id], restoring)
    await track(tx, actor, 'deal.restored', id, difference<object>(before, restoring))
  }
  return (await getDeal(tx, actor, id))!
}
