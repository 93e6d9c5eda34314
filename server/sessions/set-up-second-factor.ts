/** A second factor is started (a secret to scan), confirmed with a code of it, and removed with one. */
import { randomBytes } from 'node:crypto'
import { lockUser } from '#server/people/queries.ts'
import { findWorkspace } from '#server/people/workspace-queries.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, invalid } from '#server/platform/errors.ts'
import type { Sealer } from '#server/platform/sealed.ts'
import { track } from '#server/platform/track.ts'
import { checkSecondFactor, placeOf } from './check-second-factor.ts'
import { confirmFactor, deleteSecondFactor, findSecondFactor, insertRecoveryCodes, putSecondFactor } from './queries.ts'
import { newSecret, otpauthUrl } from './second-factor.ts'
import { sha256 } from './tokens.ts'

const recoveryCodes = 10

export async function startSecondFactor(tx: Database, sealer: Sealer, actor: Actor) {
  const user_id = actor.id!
  if ((await findSecondFactor(tx, user_id))?.confirmed)
    throw conflict('second_factor_exists', 'A second factor is set up already. Remove it first.')
  const secret = newSecret()
  await putSecondFactor(tx, user_id, sealer.seal(secret, placeOf(user_id)))
  const [user, workspace] = await Promise.all([lockUser(tx, { id: user_id }), findWorkspace(tx)])
  return { secret, otpauth_url: otpauthUrl(secret, user!.email, workspace.name) }
}

export async function confirmSecondFactor(tx: Database, sealer: Sealer, actor: Actor, code: string) {
  const user_id = actor.id!
  const factor = await findSecondFactor(tx, user_id)
  if (!factor || factor.confirmed)
    throw conflict('no_second_factor', 'There is no second factor to confirm. Start one.')
  await mustHold(tx, sealer, user_id, code)
  const codes = Array.from({ length: recoveryCodes }, () =>
    randomBytes(8)
      .toString('hex')
      .replace(/(.{4})(?=.)/g, '$1-'),
  )
  await confirmFactor(tx, user_id)
  await insertRecoveryCodes(
    tx,
    user_id,
    codes.map((text) => sha256(text.replaceAll('-', ''))),
  )
  await track(tx, actor, 'second_factor.added', user_id)
  return { recovery_codes: codes }
}

export async function removeSecondFactor(tx: Database, sealer: Sealer, actor: Actor, code: string): Promise<void> {
  const user_id = actor.id!
  if (!(await findSecondFactor(tx, user_id))?.confirmed)
    throw conflict('no_second_factor', 'There is no second factor to remove.')
  await mustHold(tx, sealer, user_id, code)
  await deleteSecondFactor(tx, user_id)
  await track(tx, actor, 'second_factor.removed', user_id)
}

async function mustHold(tx: Database, sealer: Sealer, user_id: string, code: string): Promise<void> {
  if (!(await checkSecondFactor(tx, sealer, user_id, code)))
    throw invalid('/code', 'invalid_code', 'This code is wrong, or was used already.')
}
