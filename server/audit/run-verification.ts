import { systemActor } from '#server/platform/actor.ts'
import { transact, type Database } from '#server/platform/database.ts'
import { track } from '#server/platform/track.ts'
import type { LedgerKeys } from './chain.ts'
import { finishVerification, getVerification, setChecked } from './verification-queries.ts'
import { verifyLedger } from './verify-ledger.ts'

/** Job `verify_ledger`. Idempotent: a walk that was killed begins again, one that has ended is not walked twice. */
export async function runVerification(db: Database, keys: LedgerKeys, id: string): Promise<void> {
  if ((await getVerification(db, id))?.status !== 'running') return
  const verdict = await verifyLedger(db, keys, null, (checked) => setChecked(db, id, checked))
  const { sealed, fault } = verdict
  await transact(db, async (tx) => {
    await finishVerification(tx, id, verdict)
    await track(tx, systemActor('job', {}), 'ledger.verified', id, {
      after: { changes: sealed, fault: fault?.what ?? null },
    })
  })
}
