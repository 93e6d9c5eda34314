/** The arithmetic of the sealed ledger: a chain of SHA-256 hashes and Ed25519-signed checkpoints of where it stood. */
import { createHash, sign, verify, type KeyObject } from 'node:crypto'

export type LedgerKeys = {
  id: string
  private: KeyObject
  public: KeyObject
  /** Keys of earlier secrets, whose signatures still count. */
  older?: { id: string; public: KeyObject }[]
}
export type Checkpoint = { position: number; hash: Buffer; last_xid: string; last_sequence: number }

/** What the first link hangs on. */
export const anchor = Buffer.alloc(32)

/** One link: what came before, where it stands, what the change says beside its payload, and the payload's digest. */
export const link = (previous: Buffer, position: number, text: string, payload_digest: Buffer): Buffer =>
  createHash('sha256').update(previous).update(`${position}\u001f${text}\u001f`).update(payload_digest).digest()

const wordsOf = ({ position, hash, last_xid, last_sequence }: Checkpoint) =>
  Buffer.from(`daybook ledger ${position} ${hash.toString('hex')} ${last_xid} ${last_sequence}`)

export const signCheckpoint = (keys: LedgerKeys, checkpoint: Checkpoint): Buffer =>
  sign(null, wordsOf(checkpoint), keys.private)

export function isSigned(keys: LedgerKeys, checkpoint: Checkpoint, key_id: string, signature: Buffer): boolean {
  const known = [keys, ...(keys.older ?? [])].find(({ id }) => id === key_id)
  return known !== undefined && verify(null, wordsOf(checkpoint), known.public, signature)
}
