/** "Is it still you?" Asked before what opens the door for good, where the last proof is older than 15 minutes (reliability §8.3). */
import type { Confirmation, ConfirmationWays } from '#domain/passkeys.ts'
import { isPassword } from '#server/people/passwords.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid } from '#server/platform/errors.ts'
import type { Sealer } from '#server/platform/sealed.ts'
import { attempt, forgive } from '#server/platform/throttle.ts'
import { track } from '#server/platform/track.ts'
import { checkSecondFactor } from './check-second-factor.ts'
import { challengeToConfirm } from './passkey-challenges.ts'
import { provePasskey, type Site } from './passkey-proof.ts'
import { findPasswordHash, findSecondFactor, noteConfirmed, wasConfirmed } from './queries.ts'

const lasts_seconds = 15 * 60

/** For the guard. A key has no session, and is never confirmed. */
export const confirmedWithin = (db: Database) => (actor: Actor) =>
  actor.session_id === null ? Promise.resolve(false) : wasConfirmed(db, actor.session_id, lasts_seconds)

export async function startConfirming(tx: Database, site: Site, actor: Actor): Promise<ConfirmationWays> {
  const factor = await findSecondFactor(tx, actor.id!)
  return {
    password: (await findPasswordHash(tx, actor.id!)) !== null,
    code: factor?.confirmed ?? false,
    passkey: await challengeToConfirm(tx, site, actor.id!),
  }
}

/** `db` counts the attempts, which must outlive a deed that is taken back. @throws 422 naming the proof that is wrong, 429 after 10 */
export async function confirmSession(
  db: Database,
  tx: Database,
  needs: { site: Site; sealer: Sealer },
  actor: Actor,
  given: Confirmation,
): Promise<void> {
  const limit = `confirm ${actor.id}`
  await attempt(db, [{ key: limit, most: 10, window_seconds: 15 * 60 }])
  const by = await provenBy(tx, needs, actor.id!, given)
  await forgive(db, { proven: [limit] })
  await noteConfirmed(tx, actor.session_id!)
  await track(tx, actor, 'session.confirmed', actor.session_id!, { after: { by } })
}

async function provenBy(
  tx: Database,
  { site, sealer }: { site: Site; sealer: Sealer },
  user_id: string,
  { password, code, passkey }: Confirmation,
): Promise<'password' | 'code' | 'passkey'> {
  const given = [password, code, passkey].filter((proof) => proof !== undefined)
  if (given.length !== 1) throw invalid('', 'one_proof', 'Give one of password, code and passkey.')
  if (password !== undefined) {
    if (await isPassword(password, await findPasswordHash(tx, user_id))) return 'password'
    throw invalid('/password', 'wrong', 'This is not your password.')
  }
  if (code !== undefined) {
    if (await checkSecondFactor(tx, sealer, user_id, code)) return 'code'
    throw invalid('/code', 'invalid_code', 'This code is wrong, or was used already.')
  }
  if ((await provePasskey(tx, site, 'confirm', user_id, passkey!)) !== null) return 'passkey'
  throw invalid('/passkey', 'invalid_passkey', 'This passkey was not accepted. Try again, or choose another way.')
}
