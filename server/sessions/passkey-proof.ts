/** Whether a passkey says the truth (WebAuthn Level 3 §7). Nothing is told of why not: all that fails looks alike from outside. */
import type { NewPasskey, PasskeyProof } from '#domain/passkeys.ts'
import type { Database } from '#server/platform/database.ts'
import {
  lockCredential,
  noteUse,
  takeChallenge,
  type Credential,
  type PasskeyFields,
  type Purpose,
} from './passkey-queries.ts'

/** The site a passkey belongs to: its name, and the one origin it answers on. */
export type Site = { id: string; origin: string }
export const siteOf = (app_url: string): Site => {
  const { hostname, origin } = new URL(app_url)
  return { id: hostname, origin }
}

/** COSE numbers of Ed25519, ECDSA with P-256, and RSA, which Windows needs. */
export const algorithms = [-8, -7, -257]

/** The 16 bytes of users.id: what an authenticator keeps of a person, and no name. */
export const handleOf = (user_id: string) => Buffer.from(user_id.replaceAll('-', ''), 'hex').toString('base64url')

// 3 MB of code that a Daybook without passkeys never reads
const library = () => import('@simplewebauthn/server')

/** The person whose passkey answered a challenge that was made for this purpose (and person); null for anything else. */
export async function provePasskey(
  tx: Database,
  site: Site,
  purpose: Exclude<Purpose, 'add'>,
  user_id: string | null,
  proof: PasskeyProof,
): Promise<string | null> {
  const challenge = challengeIn(proof.response.clientDataJSON)
  if (!challenge || !(await takeChallenge(tx, challenge, purpose, user_id))) return null
  const credential = await lockCredential(tx, Buffer.from(proof.id, 'base64url'))
  if (!credential || (user_id !== null && credential.user_id !== user_id)) return null
  const { userHandle } = proof.response
  if (userHandle !== undefined && userHandle !== handleOf(credential.user_id)) return null
  const sign_count = await countOf(site, challenge, credential, proof)
  if (sign_count === null) return null
  await noteUse(tx, credential.id, sign_count)
  return credential.user_id
}

/** The count the authenticator signed; null where the signature, the origin, the site or the count is wrong. */
async function countOf(site: Site, challenge: Buffer, credential: Credential, { id, response }: PasskeyProof) {
  const { verifyAuthenticationResponse } = await library()
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response },
    expectedChallenge: challenge.toString('base64url'),
    expectedOrigin: site.origin,
    expectedRPID: site.id,
    requireUserVerification: true,
    credential: { id, publicKey: new Uint8Array(credential.public_key), counter: credential.sign_count },
  }).catch(() => ({ verified: false, authenticationInfo: null }))
  return verified && authenticationInfo ? authenticationInfo.newCounter : null
}

/** What is to be kept of a new passkey; null where it does not answer a challenge that was made for this person. */
export async function readNewPasskey(
  tx: Database,
  site: Site,
  user_id: string,
  { name, credential: { id, response } }: NewPasskey,
): Promise<PasskeyFields | null> {
  const challenge = challengeIn(response.clientDataJSON)
  if (!challenge || !(await takeChallenge(tx, challenge, 'add', user_id))) return null
  const { verifyRegistrationResponse } = await library()
  const { registrationInfo } = await verifyRegistrationResponse({
    response: {
      id,
      rawId: id,
      type: 'public-key',
      clientExtensionResults: {},
      response: { clientDataJSON: response.clientDataJSON, attestationObject: response.attestationObject },
    },
    expectedChallenge: challenge.toString('base64url'),
    expectedOrigin: site.origin,
    expectedRPID: site.id,
    requireUserVerification: true,
    supportedAlgorithmIDs: algorithms,
  }).catch(() => ({ registrationInfo: null }))
  if (!registrationInfo) return null
  const { credential, credentialBackedUp } = registrationInfo
  return {
    user_id,
    name,
    credential_id: Buffer.from(credential.id, 'base64url'),
    public_key: Buffer.from(credential.publicKey),
    sign_count: credential.counter,
    transports: response.transports ?? [],
    synced: credentialBackedUp,
  }
}

function challengeIn(clientDataJSON: string): Buffer | null {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString()) as { challenge?: unknown }
    return typeof challenge === 'string' ? Buffer.from(challenge, 'base64url') : null
  } catch {
    return null
  }
}
