import type { ApiKey } from '#domain/keys.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { notFound } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { lockApiKey, setRevoked } from './queries.ts'

/** The key stops working within a second. Revoking twice changes nothing. */
export async function revokeApiKey(tx: Database, actor: Actor, id: string): Promise<ApiKey> {
  const before = await lockApiKey(tx, id)
  if (!before) throw notFound()
  if (before.revoked_at) return before
  const key = await setRevoked(tx, id)
  await track(tx, actor, 'api_key.revoked', id, { after: { revoked_at: key.revoked_at } })
  return key
}
