import type { PasskeyProof } from '#domain/passkeys.ts'
import type { Tokens } from '#domain/sessions.ts'
import { transact, type Database } from '#server/platform/database.ts'
import { attempt, forgive } from '#server/platform/throttle.ts'
import { noteRefused } from './note-refused.ts'
import { provePasskey, type Site } from './passkey-proof.ts'
import { pairOf, startSession, wrongCredentials, type Device } from './sessions.ts'
import type { TokenKeys } from './tokens.ts'

const most = 100

/**
 * The device has seen the person (user verification), so this is two factors: what they have, and what they are or know.
 * Whatever is wrong is answered as a wrong password is. 429 after 100 that were refused from an address in 15 minutes.
 */
export async function signInWithPasskey(
  db: Database,
  keys: TokenKeys,
  site: Site,
  proof: PasskeyProof,
  device: Device,
): Promise<Tokens> {
  const address = `passkey from ${device.ip}`
  const [tries] = await attempt(db, [{ key: address, most, window_seconds: 15 * 60 }])
  // one that is refused commits too: its challenge is used up
  const member = await transact(db, async (tx) => {
    const user_id = await provePasskey(tx, site, 'sign_in', null, proof)
    return user_id === null ? null : startSession(tx, user_id, device)
  })
  if (member) {
    await forgive(db, { shared: [address] })
    return pairOf(keys, member)
  }
  if (tries === 1 || tries === most) await noteRefused(db, null, device, { reason: 'invalid_passkey', guesses: tries })
  throw wrongCredentials()
}
