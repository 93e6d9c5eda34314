import type { Database } from '#server/platform/database.ts'
import { anchor, isSigned, link, type Checkpoint, type LedgerKeys } from './chain.ts'
import { checkpointsAfter, isLed, lastCheckpoint, linksAfter, smuggledChange, type Link } from './chain-queries.ts'

/** `fault` names the first bad row, and is null where every row is as it was sealed. */
export type Verdict = { sealed: number; checkpoints: number; head: string; fault: Fault | null }
export type Fault = { position: number | null; change_id: string | null; what: string }
/** Where the chain stood when somebody wrote it down, outside the database. */
export type Witness = { position: number; head: string }

type State = { position: number; hash: Buffer; checkpoints: number; deed_id: string }
const atOnce = 20_000

/**
 * Walks the whole chain. `witness` also finds a chain whose end was cut off together with its checkpoints. `onProgress` is
 * told how many rows are proven, every 20,000.
 */
export async function verifyLedger(
  db: Database,
  keys: LedgerKeys,
  witness: Witness | null = null,
  onProgress: (checked: number) => Promise<unknown> = async () => {},
): Promise<Verdict> {
  const state: State = { position: 0, hash: anchor, checkpoints: 0, deed_id: '' }
  const verdict = (fault: Fault | null): Verdict => ({
    sealed: state.position,
    checkpoints: state.checkpoints,
    head: state.hash.toString('hex'),
    fault,
  })
  for (;;) {
    const links = await linksAfter(db, state.position, atOnce)
    if (links.length === 0) break
    const signed = new Map(
      (await checkpointsUpTo(db, state.position, links.at(-1)!.position)).map((c) => [c.position, c]),
    )
    for (const one of links) {
      const what = faultOf(one, state) ?? (await faultOfLead(db, one, state))
      if (what) return verdict({ position: one.position, change_id: one.change_id, what })
      state.position = one.position
      state.hash = one.hash
      state.deed_id = deedOf(one.text!)
      const checkpoint = signed.get(one.position)
      const wrong =
        checkpoint &&
        (!checkpoint.hash.equals(one.hash) || !isSigned(keys, checkpoint, checkpoint.key_id, checkpoint.signature))
      if (wrong)
        return verdict({ position: one.position, change_id: one.change_id, what: 'the checkpoint here is forged' })
      if (checkpoint) state.checkpoints += 1
      if (witness?.position === one.position && witness.head !== one.hash.toString('hex'))
        return verdict({
          position: one.position,
          change_id: one.change_id,
          what: 'the chain is another one than was witnessed',
        })
    }
    await onProgress(state.position)
  }
  return verdict(await faultOfEnd(db, state.position, witness))
}

/** The second word of what is hashed (change_text); all ids are 36 characters. */
const deedOf = (text: string) => text.slice(37, 73)

function faultOf(one: Link, { position, hash }: State): string | null {
  if (one.position !== position + 1) return `the row at position ${position + 1} is missing from the chain`
  if (one.text === null) return 'the change was deleted'
  if (one.digest === null && !one.erased) return 'the salt was removed, but the payload was not erased'
  if (one.digest && !one.erased && !one.digest.equals(one.payload_digest)) return 'the payload was edited'
  if (!link(hash, one.position, one.text, one.payload_digest).equals(one.hash)) return 'the change was edited or moved'
  return null
}

/**
 * The rows of a transaction follow each other, and the first of a deed leads. Only what goes on in later transactions, an
 * import, has rows after others that do not: their lead stands before.
 */
async function faultOfLead(db: Database, one: Link, { position, deed_id }: State): Promise<string | null> {
  const deed = deedOf(one.text!)
  const begins = deed !== deed_id
  if (one.leads === begins || (begins && (await isLed(db, deed, position)))) return null
  return 'the change was hidden from the list of deeds, or added to it'
}

async function faultOfEnd(db: Database, position: number, witness: Witness | null): Promise<Fault | null> {
  const last = await lastCheckpoint(db)
  const at = (what: string, change_id: string | null = null): Fault => ({ position: position + 1, change_id, what })
  if ((last?.position ?? 0) !== position) return at('the chain and its checkpoints do not end at the same row')
  if (witness && witness.position > position) return at(`the end was cut off: ${witness.position} rows were witnessed`)
  const smuggled = last && (await smuggledChange(db, last))
  return smuggled ? { position: null, change_id: smuggled, what: 'the change was inserted among sealed ones' } : null
}

async function checkpointsUpTo(db: Database, after: number, last: number) {
  const found: (Checkpoint & { key_id: string; signature: Buffer })[] = []
  for (let from = after; from < last;) {
    const some = await checkpointsAfter(db, from, atOnce)
    found.push(...some.filter(({ position }) => position <= last))
    from = some.length < atOnce ? last : some.at(-1)!.position
  }
  return found
}
