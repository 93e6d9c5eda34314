import type { Contact, ContactInput } from '#domain/contacts.ts'
import { checkAccount, checkOwner } from '#server/accounts/check-references.ts'
import { settleWhole } from '#server/fields/settle-metadata.ts'
import { personOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { track } from '#server/platform/track.ts'
import { getContact, insertContact } from './queries.ts'

/** Whoever creates a contact owns it unless the input names somebody. */
export async function createContact(tx: Database, actor: Actor, input: ContactInput): Promise<Contact> {
  const fields = await settleWhole(tx, actor, 'contact', { owner_id: personOf(actor), ...input })
  await checkOwner(tx, actor, fields)
  await checkAccount(tx, actor, fields)
  const id = await insertContact(tx, fields)
  await track(tx, actor, 'contact.created', id, { after: fields })
  return (await getContact(tx, actor, id))!
}
