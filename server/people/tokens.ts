/** Access tokens are short signed statements (JWT, EdDSA); refresh tokens and API keys are random and stored hashed. */
import { createHash, randomBytes, type KeyObject } from 'node:crypto'
import { SignJWT, jwtVerify } from 'jose'

export const accessToken_seconds = 600
/** A session that is not used for 7 days ends, and any session after 30. */
export const refreshIdle_seconds = 7 * 86_400
export const session_seconds = 30 * 86_400

export type TokenKeys = { id: string; private: KeyObject; public: KeyObject }
const issuer = 'daybook'

export const newRefreshToken = () => `dbr_${randomBytes(32).toString('base64url')}`
export const sha256 = (text: string) => createHash('sha256').update(text).digest()

/** An API key is `dbk_<prefix>_<secret>`: the prefix finds it, 256 random bits prove it. */
export function newApiKey(): { key: string; prefix: string } {
  const prefix = randomBytes(6).toString('hex')
  return { prefix, key: `dbk_${prefix}_${randomBytes(32).toString('hex')}` }
}
export const apiKeyPrefix = (token: string) => /^dbk_([0-9a-f]{12})_[0-9a-f]{64}$/.exec(token)?.[1] ?? null

export const signAccessToken = (keys: TokenKeys, user_id: string, session_id: string) =>
  new SignJWT({ sid: session_id })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: keys.id })
    .setIssuer(issuer)
    .setAudience(issuer)
    .setSubject(user_id)
    .setIssuedAt()
    .setExpirationTime(`${accessToken_seconds}s`)
    .sign(keys.private)

/** Subject, session and expiry of a token that is ours, or null. One algorithm, one key; header hints are ignored. */
export async function readAccessToken(
  keys: TokenKeys,
  token: string,
): Promise<{ user_id: string; session_id: string; expires_ms: number } | null> {
  try {
    const { payload } = await jwtVerify(token, keys.public, {
      algorithms: ['EdDSA'],
      typ: 'at+jwt',
      issuer,
      audience: issuer,
      requiredClaims: ['sub', 'exp', 'sid'],
    })
    return { user_id: payload.sub!, session_id: String(payload['sid']), expires_ms: payload.exp! * 1_000 }
  } catch {
    return null
  }
}
