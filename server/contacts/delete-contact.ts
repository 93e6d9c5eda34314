import type { Contact } from '#domain/contacts.ts'
import { personOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { notFound } from '#server/platform/errors.ts'
import { checkLive } from '#server/platform/serve.ts'
import { track } from '#server/platform/track.ts'
import { getContact, lockContact, markDeleted, markRestored } from './queries.ts'

/** Into the bin. An account whose primary contact it is remembers it (docs/decisions/0006). 404, 412, and 409 where it is deleted already. */
export async function deleteContact(tx: Database, actor: Actor, id: string, if_match: number | null): Promise<Contact> {
  const before = await lockContact(tx, actor, id)
  if (!before) throw notFound()
  checkLive(if_match, before)
  await markDeleted(tx, [id], personOf(actor))
  await track(tx, actor, 'contact.deleted', id, { before: { deleted: false }, after: { deleted: true } })
  return (await getContact(tx, actor, id))!
}

/** Out of the bin, as it was. What is not deleted stays as it is. */
export async function restoreContact(tx: Database, actor: Actor, id: string): Promise<Contact> {
  const before = await lockContact(tx, actor, id)
  if (!before) throw notFound()
  if (before.deleted_at !== null) {
    await markRestored(tx, [id])
    await track(tx, actor, 'contact.restored', id, { before: { deleted: true }, after: { deleted: false } })
  }
  return (await getContact(tx, actor, id))!
}
