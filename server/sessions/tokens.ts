/** Access tokens are short signed statements (JWT, EdDSA); refresh tokens and API keys are random and stored hashed. */
import { createHash, createHmac, randomBytes, type KeyObject } from 'node:crypto'
import { SignJWT, jwtVerify } from 'jose'

export const accessToken_seconds = 600
/** A session that is not used for 7 days ends, and any session after 30. */
export const refreshIdle_seconds = 7 * 86_400
export const session_seconds = 30 * 86_400

/** `older`: public keys of earlier secrets, whose tokens still hold until they expire. */
export type TokenKeys = {
  id: string
  private: KeyObject
  public: KeyObject
  older?: { id: string; public: KeyObject }[]
}
const issuer = 'daybook'

export const newRefreshToken = () => `dbr_${randomBytes(32).toString('base64url')}`
/** The one token that may follow: 256 bits that only this installation can work out. */
export function successorOf(keys: TokenKeys, token: string): string {
  const secret = keys.private.export({ format: 'der', type: 'pkcs8' })
  return `dbr_${createHmac('sha256', secret).update(`successor of ${token}`).digest('base64url')}`
}
export const sha256 = (text: string) => createHash('sha256').update(text).digest()

export const signAccessToken = (keys: TokenKeys, user_id: string, session_id: string) =>
  new SignJWT({ sid: session_id })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: keys.id })
    .setIssuer(issuer)
    .setAudience(issuer)
    .setSubject(user_id)
    .setIssuedAt()
    .setExpirationTime(`${accessToken_seconds}s`)
    .sign(keys.private)

/**
 * Subject, session and expiry of a token that is ours, or null. One algorithm, one key per id; a header that says more than we
 * say (keys, addresses of keys) and a signature in other letters than ours are not ours.
 */
export async function readAccessToken(
  keys: TokenKeys,
  token: string,
): Promise<{ user_id: string; session_id: string; expires_ms: number } | null> {
  const signature = token.slice(token.lastIndexOf('.') + 1)
  // the last letter has bits that say nothing: whoever turns them has another token of the same bytes
  if (Buffer.from(signature, 'base64url').toString('base64url') !== signature) return null
  try {
    const { payload } = await jwtVerify(token, keyOf(keys), {
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

const said = ['alg', 'kid', 'typ']
const keyOf = (keys: TokenKeys) => (header: { kid?: string }) => {
  const key = [keys, ...(keys.older ?? [])].find(({ id }) => id === header.kid)
  if (!key || Object.keys(header).some((name) => !said.includes(name))) throw new Error('not one of our tokens')
  return key.public
}
