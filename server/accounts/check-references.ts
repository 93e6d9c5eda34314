/** References in a body are checked like paths: what is deleted, or not for this actor to see, is not there. */
import { covers } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid } from '#server/platform/errors.ts'
import { hasContact, mayName, survivorOf } from './queries.ts'

/** 422 where the record would go to somebody whose records this actor may not change. */
export async function checkOwner(tx: Database, actor: Actor, { owner_id }: { owner_id?: string | null }) {
  if (owner_id !== undefined && !(await covers(tx, actor, 'accounts:write', owner_id)))
    throw invalid('/owner_id', 'out_of_scope', 'You may not give this to this person.')
}

/**
 * The refusal of a reference that leads nowhere. Whoever keeps an id for long may keep one of a record that was merged: it is
 * told which one that is now, and decides itself whether that is still meant.
 */
export const notThere = (object: 'account' | 'contact', pointer: string, survivor_id: string | undefined) =>
  survivor_id === undefined
    ? invalid(pointer, 'unknown_reference', `There is no such ${object}.`)
    : invalid(pointer, 'merged', `This ${object} was merged into another one, which is ${survivor_id}.`)

/** 422 where a record names an account that is not there. */
export async function checkAccount(tx: Database, actor: Actor, { account_id }: { account_id?: string | null }) {
  if (account_id && !(await mayName(tx, actor, account_id)))
    throw notThere('account', '/account_id', await survivorOf(tx, actor, account_id))
}

/** 422 where the primary contact is none of the account's; a new account has none yet. */
export async function checkContact(
  tx: Database,
  id: string | null,
  { primary_contact_id }: { primary_contact_id?: string | null },
) {
  if (primary_contact_id && !(id && (await hasContact(tx, id, primary_contact_id))))
    throw invalid('/primary_contact_id', 'unknown_reference', 'The account has no such contact.')
}
