import type { Contact, ContactPatch } from '#domain/contacts.ts'
import { checkAccount, checkOwner } from '#server/accounts/check-references.ts'
import { settlePatch } from '#server/fields/settle-metadata.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { notFound } from '#server/platform/errors.ts'
import { checkLive } from '#server/platform/deletion.ts'
import { difference, trackDeed } from '#server/platform/track.ts'
import { getContact, lockContact, updateContacts } from './queries.ts'
import { releasePrimary } from './release-primary.ts'

/**
 * 404 for what one may not change, 412 where the client saw an older version, 409 where it is deleted. Nothing changed is no
 * change. `settle` says whether free fields are merged (PATCH) or replaced (PUT).
 */
export async function editContact(
  tx: Database,
  actor: Actor,
  id: string,
  patch: ContactPatch,
  if_match: number | null,
  settle = settlePatch,
): Promise<Contact> {
  const before = await lockContact(tx, actor, id)
  if (!before) throw notFound()
  checkLive(if_match, before)
  const change = difference<object>(before, await settle(tx, actor, 'contact', patch, before.metadata))
  if (Object.keys(change.after).length > 0) {
    await checkOwner(tx, actor, change.after)
    await checkAccount(tx, actor, change.after)
    await updateContacts(tx, [id], change.after)
    const left = await releasePrimary(tx, [id])
    await trackDeed(tx, actor, [{ action: 'contact.changed', id, ...change }, ...left])
  }
  return (await getContact(tx, actor, id))!
}
