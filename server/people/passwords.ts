/**
 * Passwords: argon2id in PHC form, off the event loop. 12 MiB and 3 passes is one of OWASP's equally strong settings, and on
 * two cores the one with which 50 people can sign in at once (docs/decisions/0003).
 */
import { availableParallelism } from 'node:os'
import { hash, verify, type Options } from '@node-rs/argon2'
import { createTurns } from '#server/platform/turns.ts'

// 2 is argon2id; the package's enum exists for its types only
const settings = { algorithm: 2, memoryCost: 12_288, timeCost: 3, parallelism: 1, outputLen: 32 } satisfies Options

/**
 * As many at once as there are processors. More would push each other out of the cache, and everything else that needs a
 * thread, checking a token among it, would wait behind all of them.
 */
const inTurn = createTurns(availableParallelism())

/** `$argon2id$v=19$m=12288,t=3,p=1$salt$hash` */
export const hashPassword = (password: string): Promise<string> =>
  inTurn('hash', () => hash(password.normalize('NFC'), settings))

/** A hash of the same cost that no password has. */
const nobody = `$argon2id$v=19$m=${settings.memoryCost},t=${settings.timeCost},p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`

/** Takes the same time for a person who does not exist (null) as for a wrong password. Settings are read from the stored hash. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const isIt = await inTurn('hash', () => verify(stored ?? nobody, password.normalize('NFC')))
  return isIt && stored !== null
}
