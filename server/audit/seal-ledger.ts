import { transact, type Database } from '#server/platform/database.ts'
import { anchor, link, signCheckpoint, type Checkpoint, type LedgerKeys } from './chain.ts'
import { claimChain, freshChanges, insertCheckpoint, insertSealed, lastCheckpoint } from './chain-queries.ts'

const atOnce = 20_000

/**
 * Job `seal_ledger`: gives every change that is final its place in the chain and signs where the chain stands. Idempotent:
 * what is sealed is not sealed again, and of two sealers one does nothing. Gives how many changes were sealed.
 */
export async function sealLedger(db: Database, keys: LedgerKeys): Promise<number> {
  let total = 0
  for (;;) {
    const sealed = await transact(db, (tx) => sealBatch(tx, keys))
    total += sealed
    if (sealed < atOnce) return total
  }
}

async function sealBatch(tx: Database, keys: LedgerKeys): Promise<number> {
  if (!(await claimChain(tx))) return 0
  const last = await lastCheckpoint(tx)
  const fresh = await freshChanges(tx, last, atOnce)
  if (fresh.length === 0) return 0
  let { position, hash }: Pick<Checkpoint, 'position' | 'hash'> = last ?? { position: 0, hash: anchor }
  const sealed = fresh.map(({ id, text, salt, digest }) => {
    position += 1
    hash = link(hash, position, text, digest)
    return { position, change_id: id, salt, digest, hash }
  })
  await insertSealed(tx, sealed)
  const { xid: last_xid, sequence: last_sequence } = fresh.at(-1)!
  const checkpoint = { position, hash, last_xid, last_sequence }
  await insertCheckpoint(tx, checkpoint, keys.id, signCheckpoint(keys, checkpoint))
  return fresh.length
}
