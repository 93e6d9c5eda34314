import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, notFound } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { createApiKey } from './create-api-key.ts'
import { isReplaced, lockApiKey, setExpiry } from './queries.ts'

/** A successor of the same rights and limits. Both work until the older one's `overlap_hours` are over. */
export async function rotateApiKey(tx: Database, actor: Actor, id: string, overlap_hours: number) {
  const older = await lockApiKey(tx, id)
  if (!older) throw notFound()
  if (older.revoked_at || (older.expires_at && Date.parse(older.expires_at) < Date.now()))
    throw conflict('key_ended', 'This key has ended. Make a new one.')
  if (await isReplaced(tx, id)) throw conflict('key_replaced', 'This key has a successor already. Rotate that one.')
  const { name, scopes, allowed_addresses, per_minute, per_day, expires_at, person_id } = older
  const input = { name, scopes, allowed_addresses, per_minute, per_day, expires_at }
  const made = await createApiKey(tx, actor, input, { replaces_id: id, person_id })
  await setExpiry(tx, id, overlap_hours)
  await track(tx, actor, 'api_key.rotated', id, { after: { successor_id: made.id, overlap_hours } })
  return made
}
