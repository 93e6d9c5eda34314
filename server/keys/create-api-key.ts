import type { ApiKeyInput } from '#domain/keys.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { insertApiKey } from './queries.ts'
import { hashOf, newApiKey } from './tokens.ts'

const usualPerMinute = 6_000

/** The only moment the key is known in full; the database keeps its hash. */
export async function createApiKey(
  tx: Database,
  actor: Actor,
  input: ApiKeyInput,
  { replaces_id = null, person_id = null }: { replaces_id?: string | null; person_id?: string | null } = {},
) {
  const { key, prefix } = newApiKey()
  const { name, scopes, expires_at = null, allowed_addresses = [], per_minute = usualPerMinute, per_day = null } = input
  const kept = { name, scopes, expires_at, allowed_addresses, per_minute, per_day, replaces_id, person_id }
  const created_by = actor.kind === 'user' ? actor.id : null
  const row = await insertApiKey(tx, { ...kept, prefix, created_by, key_hash: hashOf(key) }).catch((error: unknown) => {
    // not an address after all, or bits to the right of the mask
    if ((error as { code?: string }).code === '22P02')
      throw invalid('/allowed_addresses', 'invalid_address', 'Each must be an address or a range like 10.0.0.0/8.')
    throw error
  })
  await track(tx, actor, 'api_key.created', row.id, { after: kept })
  return { ...row, key }
}

/** For a machine of the person's own. Without an end: it ends with its machine, or with the person's account. */
export const createDeviceKey = (tx: Database, actor: Actor, { name }: { name: string }) =>
  createApiKey(tx, actor, { name, scopes: ['time:ingest'] }, { person_id: actor.id })
