/** Signing in, staying signed in, and the devices one is signed in on. */
import { Email, Password } from './people.ts'
import { Id, Instant, Nullable, OneOf, Type, strict, type Static } from './shapes.ts'

export const SignIn = strict({
  email: Type.String({ minLength: 1, maxLength: 254 }),
  password: Type.String({ minLength: 1, maxLength: 128 }),
  code: Type.Optional(
    Type.String({ minLength: 6, maxLength: 20, description: 'the second factor, or a recovery code, once asked for' }),
  ),
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

export const ResetRequest = strict({ email: Email })
/** The token of an invitation or a password reset, and the password chosen. */
export const NewPassword = strict({ token: Type.String({ minLength: 20, maxLength: 200 }), password: Password })
export type NewPassword = Static<typeof NewPassword>
export const PasswordChange = strict({ current_password: Type.String({ maxLength: 128 }), new_password: Password })
export type PasswordChange = Static<typeof PasswordChange>

/** One device one is signed in on. */
export const Session = strict({
  id: Id,
  user_agent: Nullable(Type.String()),
  ip: Nullable(Type.String()),
  created_at: Instant,
  last_used_at: Instant,
  expires_at: Instant,
  current: Type.Boolean(),
})
export type Session = Static<typeof Session>
export const SessionList = strict({ data: Type.Array(Session) })

export const SecondFactorState = strict({ enabled: Type.Boolean(), recovery_codes_left: Type.Integer() })
/** To be scanned or typed into an authenticator; it counts once a code of it has been confirmed. */
export const SecondFactorSecret = strict({ secret: Type.String(), otpauth_url: Type.String() })
export const SecondFactorCode = strict({ code: Type.String({ minLength: 6, maxLength: 20 }) })
/** Each works once, shown once. */
export const RecoveryCodes = strict({ recovery_codes: Type.Array(Type.String()) })
