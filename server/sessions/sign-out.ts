import { transact, type Database } from '#server/platform/database.ts'
import { track } from '#server/platform/track.ts'
import { endSession, lockRefreshToken } from './queries.ts'
import { sessionActor, type Device } from './sessions.ts'
import { sha256 } from './tokens.ts'

/** Ends the session at once. A token nobody knows is no error: the wish is already fulfilled. */
export async function signOut(db: Database, token: string | undefined, device: Device): Promise<void> {
  if (token === undefined) return
  await transact(db, async (tx) => {
    const found = await lockRefreshToken(tx, sha256(token))
    if (!found?.alive) return
    await endSession(tx, found.session_id)
    await track(tx, sessionActor(found.user_id, device), 'session.ended', found.session_id, {
      after: { reason: 'signed_out' },
    })
  })
}
