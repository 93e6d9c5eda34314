/** People who sign in, the agent's knowledge of them, and the keys of programs. */
import { roles } from './permissions.ts'
import { keyScopes, permissions } from './permissions.ts'
import {
  IanaZone,
  Id,
  Instant,
  Name,
  Nullable,
  OneOf,
  Page,
  Type,
  listFields,
  rowFields,
  strict,
  type Static,
} from './shapes.ts'

export const RoleName = OneOf(roles)
export const Email = Type.String({ format: 'email', maxLength: 254 })

/** 8 to 128 characters of any kind (NIST SP 800-63B: length, no composition rules). */
export const Password = Type.String({ minLength: 8, maxLength: 128 })

export const User = strict({
  ...rowFields,
  name: Type.String(),
  email: Type.String(),
  role: RoleName,
  team_id: Nullable(Id),
  zone: Type.String(),
  locale: Type.String(),
  linked_employee_id: Nullable(Id),
  disabled_at: Nullable(Instant),
})
export type User = Static<typeof User>
export const UserPage = Page(User)
export const UserQuery = strict({
  ...listFields(['name', '-name'] as const),
  q: Type.Optional(Name()),
  team_id: Type.Optional(Id),
})
export type UserQuery = Static<typeof UserQuery>

/** Who I am and what I may do; the screen asks this once and never shows a control that would be refused. */
export const Me = strict({
  id: Id,
  name: Type.String(),
  email: Type.String(),
  role: RoleName,
  team_id: Nullable(Id),
  zone: Type.String(),
  locale: Type.String(),
  workspace: strict({ name: Type.String(), base_currency: Type.String(), demo: Type.Boolean() }),
  permissions: Type.Unsafe<Partial<Record<(typeof permissions)[number], 'own' | 'team' | 'all'>>>({
    type: 'object',
    additionalProperties: { type: 'string', enum: ['own', 'team', 'all'] },
  }),
})
export type Me = Static<typeof Me>

export const SignIn = strict({
  email: Type.String({ minLength: 1, maxLength: 254 }),
  password: Type.String({ minLength: 1, maxLength: 128 }),
})
export type SignIn = Static<typeof SignIn>

/** A browser leaves `refresh_token` out: its token travels in an HttpOnly cookie that scripts cannot read. */
export const Refresh = strict({ refresh_token: Type.Optional(Type.String({ minLength: 20, maxLength: 200 })) })
export type Refresh = Static<typeof Refresh>

export const Tokens = strict({
  access_token: Type.String(),
  token_type: OneOf(['Bearer'] as const),
  expires_in: Type.Integer({ description: 'seconds' }),
  refresh_token: Type.String(),
})
export type Tokens = Static<typeof Tokens>

const keyFields = {
  ...rowFields,
  name: Type.String(),
  prefix: Type.String(),
  scopes: Type.Array(OneOf(keyScopes)),
  expires_at: Nullable(Instant),
  last_used_at: Nullable(Instant),
  revoked_at: Nullable(Instant),
}
export const ApiKey = strict(keyFields)
export type ApiKey = Static<typeof ApiKey>
export const ApiKeyPage = Page(ApiKey)
export const ApiKeyQuery = strict(listFields(['-created_at'] as const))
export type ApiKeyQuery = Static<typeof ApiKeyQuery>

/** The only answer that ever holds the key itself. */
export const NewApiKey = strict({ ...keyFields, key: Type.String() })
export const ApiKeyInput = strict({
  name: Name(100),
  scopes: Type.Array(OneOf(keyScopes), { minItems: 1, maxItems: 10, uniqueItems: true }),
  expires_at: Type.Optional(Nullable(Instant)),
})
export type ApiKeyInput = Static<typeof ApiKeyInput>

export const Zone = IanaZone
