import type { SignIn, Tokens } from '#domain/people.ts'
import { transact, type Database } from '#server/platform/database.ts'
import { unauthorized } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { isPassword } from './passwords.ts'
import { findSignIn, insertSession } from './queries.ts'
import { issueTokens, sessionActor, type Device } from './sessions.ts'
import { session_seconds, type TokenKeys } from './tokens.ts'

/** 401 with one text, and the same work, for an unknown person and for a wrong password. */
export async function signIn(
  db: Database,
  keys: TokenKeys,
  { email, password }: SignIn,
  device: Device,
): Promise<Tokens> {
  const user = await findSignIn(db, email)
  if (!(await isPassword(password, user?.password_hash ?? null)) || !user)
    throw unauthorized('invalid_credentials', 'E-mail or password is wrong.')
  return transact(db, async (tx) => {
    const session_id = await insertSession(tx, user.id, device, session_seconds)
    await track(tx, sessionActor(user.id, device), 'session.started', session_id)
    return issueTokens(tx, keys, user.id, session_id)
  })
}
