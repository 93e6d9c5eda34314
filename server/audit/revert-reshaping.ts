import { mostAtOnce } from '#domain/bulk.ts'
import type { Change, Reverted } from '#domain/audit.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { putBack } from '#server/time/put-back.ts'
import { listChanges } from './queries.ts'

/** A split and a merge are put back as a whole, by their own verb: the rows that lead the deed name what to put back. */
export async function revertReshaping(tx: Database, actor: Actor, lead: Change): Promise<Reverted['results']> {
  const { deed_id, action, object_type } = lead
  const { data } = await listChanges(tx, actor, { deed_id, sort: 'occurred_at', limit: mostAtOnce })
  const ids = data.filter((row) => row.action === action).map(({ object_id }) => object_id)
  const { results } = await putBack(tx, actor, { ids })
  return results.map(({ id, status, message }) => ({
    object_id: id,
    object_type,
    status: status === 'restored' ? 'reverted' : 'skipped',
    reason: message,
  }))
}
