/**
 * Passkeys: keys that live in a person's device or password manager. What goes to and from the browser has the names of Web
 * Authentication Level 3, so that `parseCreationOptionsFromJSON`, `parseRequestOptionsFromJSON` and `toJSON` take and give it.
 */
import { Instant, Name, Nullable, OneOf, Patch, Type, rowFields, strict, type Static } from './shapes.ts'

const Bytes = (maxLength: number) => Type.String({ pattern: '^[A-Za-z0-9_-]+$', maxLength, description: 'base64url' })
const CredentialId = Bytes(1_400)
const Transports = Type.Array(Type.String({ pattern: '^[a-z-]{1,20}$' }), { maxItems: 10 })
const Known = strict({ type: OneOf(['public-key'] as const), id: CredentialId, transports: Transports })

export const CreationOptions = strict({
  challenge: Bytes(64),
  rp: strict({ id: Type.String(), name: Type.String() }),
  user: strict({ id: Bytes(64), name: Type.String(), displayName: Type.String() }),
  pubKeyCredParams: Type.Array(strict({ type: OneOf(['public-key'] as const), alg: Type.Integer() })),
  timeout: Type.Integer({ description: 'milliseconds' }),
  attestation: OneOf(['none'] as const),
  authenticatorSelection: strict({
    residentKey: OneOf(['required'] as const),
    requireResidentKey: Type.Boolean(),
    userVerification: OneOf(['required'] as const),
  }),
  excludeCredentials: Type.Array(Known),
})
export type CreationOptions = Static<typeof CreationOptions>

export const RequestOptions = strict({
  challenge: Bytes(64),
  rpId: Type.String(),
  timeout: Type.Integer({ description: 'milliseconds' }),
  userVerification: OneOf(['required'] as const),
  allowCredentials: Type.Array(Known),
})
export type RequestOptions = Static<typeof RequestOptions>

/** What a passkey answers to a challenge. */
export const PasskeyProof = strict({
  id: CredentialId,
  response: strict({
    clientDataJSON: Bytes(4_000),
    authenticatorData: Bytes(4_000),
    signature: Bytes(8_000),
    userHandle: Type.Optional(Bytes(100)),
  }),
})
export type PasskeyProof = Static<typeof PasskeyProof>

export const NewPasskey = strict({
  name: Name(100),
  credential: strict({
    id: CredentialId,
    response: strict({
      clientDataJSON: Bytes(4_000),
      attestationObject: Bytes(16_000),
      transports: Type.Optional(Transports),
    }),
  }),
})
export type NewPasskey = Static<typeof NewPasskey>

export const Passkey = strict({
  ...rowFields,
  name: Type.String(),
  synced: Type.Boolean({ description: 'kept in several places by its maker, so that a lost device does not lose it' }),
  last_used_at: Nullable(Instant),
})
export type Passkey = Static<typeof Passkey>
export const PasskeyList = strict({ data: Type.Array(Passkey) })
export const PasskeyChange = Patch({ name: Name(100) })

/** One proof that it is still the same person: exactly one of them. */
export const Confirmation = strict({
  password: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
  code: Type.Optional(
    Type.String({ minLength: 6, maxLength: 20, description: 'of the second factor, or a recovery code' }),
  ),
  passkey: Type.Optional(PasskeyProof),
})
export type Confirmation = Static<typeof Confirmation>
/** What the person can prove it with; `passkey` is the challenge to answer. */
export const ConfirmationWays = strict({
  password: Type.Boolean(),
  code: Type.Boolean(),
  passkey: Nullable(RequestOptions),
})
export type ConfirmationWays = Static<typeof ConfirmationWays>
