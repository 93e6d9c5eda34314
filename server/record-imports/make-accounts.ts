import { companyKey } from '#domain/record-matching.ts'
import { insertAccounts } from '#server/accounts/queries.ts'
import { personOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { uuidv7 } from '#server/platform/ids.ts'
import { trackAll } from '#server/platform/track.ts'
import type { Judged } from './judge-rows.ts'
import { keepMadeAccounts } from './queries.ts'

export type MadeAccount = { id: string; name: string }

/** Each company that rows name and nobody has, once. The caller tells its account book once they are committed. */
export async function makeAccounts(
  tx: Database,
  actor: Actor,
  import_id: string,
  judged: Judged[],
): Promise<MadeAccount[]> {
  const names = new Map(
    judged.flatMap(({ new_account, action }) =>
      new_account !== null && (action === 'create' || action === 'update')
        ? [[companyKey(new_account), new_account]]
        : [],
    ),
  )
  const rows = [...names.values()].map((name) => ({ id: uuidv7(), name, owner_id: personOf(actor) }))
  if (rows.length === 0) return []
  await insertAccounts(tx, rows)
  await keepMadeAccounts(
    tx,
    import_id,
    rows.map(({ id }) => id),
  )
  await trackAll(
    tx,
    actor,
    'account.created',
    rows.map(({ id, ...after }) => ({ id, after })),
  )
  return rows
}
