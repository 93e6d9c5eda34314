/** Passkeys as the browser keeps them: the native methods of Web Authentication, nothing else. Only what the API takes is sent. */
import type { CreationOptions, NewPasskey, PasskeyProof, RequestOptions } from '../../domain/passkeys.ts'

/** Also false where the page is not secure: a passkey needs https, or localhost. */
export const hasPasskeys = () =>
  'PublicKeyCredential' in window && typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function'

/** Said to the person; the browser's own words are for programmers. */
export class PasskeyFailed extends Error {}

/** @throws PasskeyFailed also where the person closes the browser's dialog */
export async function makePasskey(options: CreationOptions): Promise<NewPasskey['credential']> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options)
  const made = await navigator.credentials.create({ publicKey }).catch(told)
  const { id, response } = (made as PublicKeyCredential).toJSON() as RegistrationResponseJSON
  const { clientDataJSON, attestationObject, transports } = response
  return { id, response: { clientDataJSON, attestationObject, transports } }
}

/** @throws PasskeyFailed also where the person closes the browser's dialog */
export async function askPasskey(options: RequestOptions): Promise<PasskeyProof> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options)
  const given = await navigator.credentials.get({ publicKey }).catch(told)
  const { id, response } = (given as PublicKeyCredential).toJSON() as AuthenticationResponseJSON
  const { clientDataJSON, authenticatorData, signature, userHandle } = response
  return { id, response: { clientDataJSON, authenticatorData, signature, ...(userHandle && { userHandle }) } }
}

const words: Record<string, string> = {
  NotAllowedError: 'No passkey was given. Try again, or choose another way.',
  InvalidStateError: 'There is a passkey for you on this device already.',
  SecurityError: 'Passkeys do not work on this address. Open Daybook where its APP_URL says.',
}
function told(error: DOMException): never {
  throw new PasskeyFailed(words[error.name] ?? 'The passkey did not work. Try again.')
}
