import type { ApiKey, ApiKeyQuery } from '#domain/keys.ts'
import { all, sql, type Database } from '#server/platform/database.ts'
import { page } from '#server/platform/pages.ts'

const keyColumns = sql`
  api_keys.id, name, prefix, scopes, (select coalesce(array_agg(text(a)), '{}') from unnest(allowed_addresses) a) as allowed_addresses,
  per_minute, per_day, replaces_id, person_id,
  (select u.name from users u where u.id = person_id) as person_name, expires_at, last_used_at, revoked_at, version, created_at, updated_at,
  coalesce((select requests from api_key_usage where api_key_id = api_keys.id and day = current_date), 0) as requests_today,
  coalesce((select refused from api_key_usage where api_key_id = api_keys.id and day = current_date), 0) as refused_today
`

/** `person_id`: only those of this person. */
export const listApiKeys = (db: Database, query: ApiKeyQuery, person_id: string | null = null) =>
  page(
    query,
    { created_at: { by: sql`created_at`, type: 'timestamptz' } },
    '-created_at',
    sql`id`,
    async ({ sort_key, after, order, limit }) => {
      const { rows } = await sql<ApiKey & { sort_key: string }>`
      select ${keyColumns}, ${sort_key} as sort_key from api_keys
      where ${all(after, person_id !== null && sql`person_id = ${person_id}`)} ${order} ${limit}
    `.execute(db)
      return rows
    },
  )

type KeyInsert = {
  name: string
  prefix: string
  key_hash: Buffer
  scopes: string[]
  created_by: string | null
  expires_at: string | null
  allowed_addresses: string[]
  per_minute: number
  per_day: number | null
  replaces_id: string | null
  person_id: string | null
}

export async function insertApiKey(tx: Database, key: KeyInsert): Promise<ApiKey> {
  const { rows } = await sql<ApiKey>`
    insert into api_keys (name, prefix, key_hash, scopes, created_by, expires_at, allowed_addresses, per_minute, per_day, replaces_id, person_id)
    values (${key.name}, ${key.prefix}, ${key.key_hash}, ${key.scopes}, ${key.created_by}, ${key.expires_at},
            ${key.allowed_addresses}::cidr[], ${key.per_minute}, ${key.per_day}, ${key.replaces_id}, ${key.person_id})
    returning ${keyColumns}
  `.execute(tx)
  return rows[0]!
}

export async function lockApiKey(tx: Database, id: string): Promise<ApiKey | undefined> {
  const { rows } = await sql<ApiKey>`select ${keyColumns} from api_keys where id = ${id} for update`.execute(tx)
  return rows[0]
}

export async function setRevoked(tx: Database, id: string): Promise<ApiKey> {
  const { rows } = await sql<ApiKey>`
    update api_keys set revoked_at = now(), updated_at = now(), version = version + 1 where id = ${id} returning ${keyColumns}
  `.execute(tx)
  return rows[0]!
}

/** One of this person's, or undefined. */
export async function findDeviceKey(db: Database, id: string, person_id: string): Promise<{ id: string } | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from api_keys where id = ${id} and person_id = ${person_id}
  `.execute(db)
  return rows[0]
}

export type KeyRow = {
  id: string
  person_id: string | null
  name: string
  key_hash: Buffer
  scopes: string[]
  allowed_addresses: string[]
  per_minute: number
  per_day: number | null
  used_today: number
}

export async function findApiKey(db: Database, prefix: string): Promise<KeyRow | undefined> {
  const { rows } = await sql<KeyRow>`
    select id, person_id, name, key_hash, scopes, per_minute, per_day,
           (select coalesce(array_agg(text(a)), '{}') from unnest(allowed_addresses) a) as allowed_addresses,
           coalesce((select requests from api_key_usage where api_key_id = api_keys.id and day = current_date), 0) as used_today
    from api_keys
    where prefix = ${prefix} and revoked_at is null and (expires_at is null or expires_at > now())
      and (person_id is null or exists (select from users u where u.id = person_id and u.disabled_at is null))
  `.execute(db)
  return rows[0]
}

/** Noted at most once a minute, so that a busy agent does not turn every call into a write. */
export const noteKeyUse = (db: Database, id: string) =>
  sql`
    update api_keys set last_used_at = now()
    where id = ${id} and (last_used_at is null or last_used_at < now() - interval '1 minute')
  `.execute(db)

/** The older of two keys: from now on it ends when the overlap does. */
export const setExpiry = (tx: Database, id: string, hours: number) =>
  sql`
    update api_keys set expires_at = least(expires_at, now() + ${hours} * interval '1 hour'), version = version + 1, updated_at = now()
    where id = ${id}
  `.execute(tx)

export async function isReplaced(tx: Database, id: string): Promise<boolean> {
  const { rows } = await sql`select from api_keys where replaces_id = ${id} and revoked_at is null`.execute(tx)
  return rows.length > 0
}

/** Adds what was counted since the last time to today's row of each key. */
export const addUsage = (db: Database, counted: [id: string, { requests: number; refused: number }][]) =>
  sql`
    insert into api_key_usage as u (api_key_id, day, requests, refused)
    select id, current_date, requests, refused
    from unnest(${counted.map(([id]) => id)}::uuid[], ${counted.map(([, { requests }]) => requests)}::bigint[],
                ${counted.map(([, { refused }]) => refused)}::bigint[]) as c (id, requests, refused)
    order by id
    on conflict (api_key_id, day) do update set requests = u.requests + excluded.requests, refused = u.refused + excluded.refused
  `.execute(db)

export async function listUsage(
  db: Database,
  id: string,
): Promise<{ day: string; requests: number; refused: number }[]> {
  const { rows } = await sql<{ day: string; requests: number; refused: number }>`
    select day, requests, refused from api_key_usage where api_key_id = ${id} and day > current_date - 30 order by day desc
  `.execute(db)
  return rows
}

export async function hasApiKey(db: Database, id: string): Promise<boolean> {
  const { rows } = await sql`select from api_keys where id = ${id}`.execute(db)
  return rows.length > 0
}
