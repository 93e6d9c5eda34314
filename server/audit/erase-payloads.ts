import type { Erasure, ErasureInput } from '#domain/audit.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { countErasable, erase } from './erasure-queries.ts'

/**
 * Empties what the ledger says about a person or a record; that it happened, and that it was erased and why, stays, and the
 * chain still verifies. A dry run counts. 422 where neither or both are named, and for a reason too short to be one.
 */
export async function erasePayloads(tx: Database, actor: Actor, input: ErasureInput): Promise<Erasure> {
  const id = input.person_id ?? input.object_id
  if (!id || (input.person_id && input.object_id))
    throw invalid('/person_id', 'one_of_two', 'Name a person or a record, and not both.')
  if (input.dry_run) return { dry_run: true, payloads: await countErasable(tx, input) }
  const payloads = await erase(tx, input)
  await track(tx, actor, 'ledger.erased', id, { after: { reason: input.reason, payloads } })
  return { dry_run: false, payloads }
}
