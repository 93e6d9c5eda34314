import type { Verification } from '#domain/audit.ts'
import { scopeOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, forbidden } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { enqueue } from '#server/platform/worker.ts'
import { forgetDeadVerifications, getVerification, insertVerification } from './verification-queries.ts'

/** The proof speaks of every row, so it is for those who may read every row. 409 while another one runs. */
export async function startVerification(tx: Database, actor: Actor): Promise<Verification> {
  if (scopeOf(actor, 'audit:read') !== 'all') throw forbidden('Verifying needs the right to read the whole ledger.')
  await forgetDeadVerifications(tx)
  const id = await insertVerification(tx, actor.kind === 'user' ? actor.id : null)
  if (!id) throw conflict('already_running', 'A verification is running already; its result is shown here.')
  await track(tx, actor, 'ledger.verification_started', id)
  await enqueue(tx, 'verify_ledger', { id }, `verify:${id}`)
  return (await getVerification(tx, id))!
}
