import { releaseContacts } from '#server/accounts/queries.ts'
import type { Database } from '#server/platform/database.ts'
import type { DeedRow } from '#server/platform/track.ts'

/** Accounts let go of contacts that are no longer theirs. Gives what the ledger keeps of it. */
export async function releasePrimary(tx: Database, contact_ids: string[]): Promise<DeedRow[]> {
  return (await releaseContacts(tx, contact_ids)).map(({ id, was }) => ({
    action: 'account.changed',
    id,
    before: { primary_contact_id: was },
    after: { primary_contact_id: null },
  }))
}
