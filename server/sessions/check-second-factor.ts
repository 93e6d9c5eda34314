import type { Database } from '#server/platform/database.ts'
import type { Sealer } from '#server/platform/sealed.ts'
import { lockSecondFactor, noteStep, spendRecoveryCode } from './queries.ts'
import { stepOf } from './second-factor.ts'
import { sha256 } from './tokens.ts'

export const placeOf = (user_id: string) => `second_factors.secret ${user_id}`

/** Whether this is a code of the person's authenticator or one of their recovery codes; either is used up by it. */
export async function checkSecondFactor(
  tx: Database,
  sealer: Sealer,
  user_id: string,
  code: string,
  now_ms = Date.now(),
): Promise<boolean> {
  const typed = code.replaceAll(/[\s-]/g, '')
  const factor = await lockSecondFactor(tx, user_id)
  if (!factor) return false
  if (!/^\d{6}$/.test(typed)) return spendRecoveryCode(tx, user_id, sha256(typed.toLowerCase()))
  const step = stepOf(sealer.open(factor.secret, placeOf(user_id)), typed, now_ms, factor.last_step)
  if (step === null) return false
  await noteStep(tx, user_id, step)
  return true
}
