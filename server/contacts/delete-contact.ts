import type { Contact } from '#domain/contacts.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { merged, notFound } from '#server/platform/errors.ts'
import { checkLive, deletion, restoring } from '#server/platform/deletion.ts'
import { difference, track } from '#server/platform/track.ts'
import { getContact, lockContact, updateContacts } from './queries.ts'

/** Into the bin. An account whose primary contact it is remembers it (docs/decisions/0006). 404, 412, and 409 where it is deleted already. */
export async function deleteContact(tx: Database, actor: Actor, id: string, if_match: number | null): Promise<Contact> {
  const before = await lockContact(tx, actor, id)
  if (!before) throw notFound()
  checkLive(if_match, before)
  const mark = deletion(actor)
  await updateContacts(tx, [id], mark)
  await track(tx, actor, 'contact.deleted', id, difference<object>(before, mark))
  return (await getContact(tx, actor, id))!
}

/** Out of the bin, as it was. What is not deleted stays as it is. 409 for what was merged. */
export async function restoreContact(tx: Database, actor: Actor, id: string): Promise<Contact> {
  const before = await lockContact(tx, actor, id)
  if (!before) throw notFound()
  if (before.merged_into_id !== null) throw merged()
  if (before.deleted_at !== null) {
    await updateContacts(tx, [id], restoring)
    await track(tx, actor, 'contact.restored', id, difference<object>(before, restoring))
  }
  return (await getContact(tx, actor, id))!
}
