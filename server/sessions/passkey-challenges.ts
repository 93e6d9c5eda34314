/** What a browser is asked: to make a passkey for a person, or to answer with one. Each challenge is kept, and answered once. */
import { randomBytes } from 'node:crypto'
import type { CreationOptions, RequestOptions } from '#domain/passkeys.ts'
import { findUser } from '#server/people/queries.ts'
import { findWorkspace } from '#server/people/workspace-queries.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict } from '#server/platform/errors.ts'
import { attempt } from '#server/platform/throttle.ts'
import { algorithms, handleOf, type Site } from './passkey-proof.ts'
import { insertChallenge, listCredentials, type KnownPasskey, type Purpose } from './passkey-queries.ts'
import type { Device } from './sessions.ts'

const lifetime_seconds = 5 * 60
const mostPerPerson = 20

async function newChallenge(db: Database, purpose: Purpose, user_id: string | null): Promise<string> {
  const challenge = randomBytes(32)
  await insertChallenge(db, challenge, purpose, user_id, lifetime_seconds)
  return challenge.toString('base64url')
}

const named = ({ credential_id, transports }: KnownPasskey) => ({
  type: 'public-key' as const,
  id: credential_id.toString('base64url'),
  transports,
})

const requestOptions = (site: Site, challenge: string, allowed: KnownPasskey[]): RequestOptions => ({
  challenge,
  rpId: site.id,
  timeout: lifetime_seconds * 1_000,
  userVerification: 'required',
  allowCredentials: allowed.map(named),
})

/** Any passkey may answer: who it is shows in the answer. At most 300 from an address in 15 minutes, then 429. */
export async function startPasskeySignIn(db: Database, site: Site, device: Device): Promise<RequestOptions> {
  await attempt(db, [{ key: `passkey challenge for ${device.ip}`, most: 300, window_seconds: 15 * 60 }])
  return requestOptions(site, await newChallenge(db, 'sign_in', null), [])
}

/** Null for a person without passkeys. */
export async function challengeToConfirm(tx: Database, site: Site, user_id: string): Promise<RequestOptions | null> {
  const known = await listCredentials(tx, user_id)
  if (known.length === 0) return null
  return requestOptions(site, await newChallenge(tx, 'confirm', user_id), known)
}

/** @throws 409 for the 21st */
export async function startAddingPasskey(tx: Database, site: Site, actor: Actor): Promise<CreationOptions> {
  const user_id = actor.id!
  const known = await listCredentials(tx, user_id)
  if (known.length >= mostPerPerson)
    throw conflict('too_many_passkeys', `You have ${mostPerPerson} passkeys. Remove one first.`)
  const [user, workspace] = await Promise.all([findUser(tx, user_id), findWorkspace(tx)])
  return {
    challenge: await newChallenge(tx, 'add', user_id),
    rp: { id: site.id, name: `${workspace.name} on Daybook` },
    user: { id: handleOf(user_id), name: user!.email, displayName: user!.name },
    pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
    timeout: lifetime_seconds * 1_000,
    attestation: 'none',
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    excludeCredentials: known.map(named),
  }
}
