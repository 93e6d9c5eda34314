import type { ApiKeyInput } from '#domain/people.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { track } from '#server/platform/track.ts'
import { insertApiKey } from './queries.ts'
import { newApiKey, sha256 } from './tokens.ts'

/** The only moment the key is known in full; the database keeps its hash. */
export async function createApiKey(tx: Database, actor: Actor, { name, scopes, expires_at }: ApiKeyInput) {
  const { key, prefix } = newApiKey()
  const created_by = actor.kind === 'user' ? actor.id : null
  const row = await insertApiKey(tx, {
    name,
    scopes,
    prefix,
    key_hash: sha256(key),
    created_by,
    expires_at: expires_at ?? null,
  })
  await track(tx, actor, 'api_key.created', row.id, { after: { name, scopes, expires_at: row.expires_at } })
  return { ...row, key }
}
