/** The keys of programs. */
import { keyScopes } from './permissions.ts'
import { Id, Instant, Name, Nullable, OneOf, Page, Type, listFields, rowFields, strict, type Static } from './shapes.ts'

/** An IPv4 or IPv6 address or range; PostgreSQL has the last word on it. */
const AddressRange = Type.String({ pattern: '^[0-9a-fA-F.:]{2,45}(/[0-9]{1,3})?$' })

const keyFields = {
  ...rowFields,
  name: Type.String(),
  prefix: Type.String(),
  scopes: Type.Array(OneOf(keyScopes)),
  allowed_addresses: Type.Array(Type.String(), { description: 'CIDR ranges; empty: from anywhere' }),
  per_minute: Type.Integer({ description: 'requests' }),
  per_day: Nullable(Type.Integer({ description: 'requests, null: no quota' })),
  replaces_id: Nullable(Id),
  person_id: Nullable(Id),
  person_name: Nullable(Type.String({ description: 'whose device holds it; null: a program of the company' })),
  requests_today: Type.Integer(),
  refused_today: Type.Integer(),
  expires_at: Nullable(Instant),
  last_used_at: Nullable(Instant),
  revoked_at: Nullable(Instant),
}
export const ApiKey = strict(keyFields)
export type ApiKey = Static<typeof ApiKey>
export const ApiKeyPage = Page(ApiKey)
export const ApiKeyQuery = strict(listFields(['created_at']))
export type ApiKeyQuery = Static<typeof ApiKeyQuery>

/** The only answer that ever holds the key itself. */
export const NewApiKey = strict({ ...keyFields, key: Type.String() })
export const ApiKeyInput = strict({
  name: Name(100),
  scopes: Type.Array(OneOf(keyScopes), { minItems: 1, maxItems: 20, uniqueItems: true }),
  allowed_addresses: Type.Optional(Type.Array(AddressRange, { maxItems: 20 })),
  per_minute: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  per_day: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 1_000_000_000 }))),
  expires_at: Type.Optional(Nullable(Instant)),
})
export type ApiKeyInput = Static<typeof ApiKeyInput>

/** Made by a person for a machine of theirs: it sends their time and nothing else. */
export const DeviceKeyInput = strict({ name: Name(100) })
/** The older key works for so long beside its successor. */
export const KeyRotation = strict({ overlap_hours: Type.Integer({ minimum: 0, maximum: 720 }) })

export const KeyUsage = strict({
  data: Type.Array(strict({ day: Type.String({ format: 'date' }), requests: Type.Integer(), refused: Type.Integer() })),
})
