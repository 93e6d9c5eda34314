import type { Database } from '#server/platform/database.ts'
import { invalid } from '#server/platform/errors.ts'
import { accountOfDeal } from './queries.ts'

type Placed = { deal_id?: string | null; account_id?: string | null }

/**
 * A task under a deal belongs to the deal's account. 422 where the input says otherwise or the deal is not there; one that
 * was deleted since keeps the tasks it has (`stays_on`).
 */
export async function settleAccount(
  tx: Database,
  { deal_id, account_id }: Placed,
  stays_on: string | null = null,
): Promise<{ account_id?: string | null }> {
  if (!deal_id) return account_id === undefined ? {} : { account_id }
  const of = await accountOfDeal(tx, deal_id, deal_id === stays_on)
  if (of === undefined) throw invalid('/deal_id', 'unknown_reference', 'There is no such deal.')
  if (account_id && account_id !== of)
    throw invalid('/account_id', 'accounts_differ', 'The deal belongs to another account.')
  return { account_id: of }
}
