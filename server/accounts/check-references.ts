/** References in a body are checked like paths: what is deleted, or not for this actor to see, is not there. */
import { covers } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid } from '#server/platform/errors.ts'
import { hasContact, mayName } from './queries.ts'

/** 422 where the record would go to somebody whose records this actor may not change. */
export async function checkOwner(tx: Database, actor: Actor, { owner_id }: { owner_id?: string | null }) {
  if (owner_id !== undefined && !(await covers(tx, actor, 'accounts:write', owner_id)))
    throw invalid('/owner_id', 'out_of_scope', 'You may not give this to this person.')
}

/** 422 where a record names an account that is not there. */
export async function checkAccount(tx: Database, actor: Actor, { account_id }: { account_id?: string | null }) {
  if (account_id && !(await mayName(tx, actor, account_id)))
    throw invalid('/account_id', 'unknown_reference', 'There is no such account.')
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
