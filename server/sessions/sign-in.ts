import type { SignIn, Tokens } from '#domain/sessions.ts'
import { isPassword } from '#server/people/passwords.ts'
import { transact, type Database } from '#server/platform/database.ts'
import { unauthorized, type Problem } from '#server/platform/errors.ts'
import type { Sealer } from '#server/platform/sealed.ts'
import { attempt, forgive } from '#server/platform/throttle.ts'
import { createTurns } from '#server/platform/turns.ts'
import { checkSecondFactor } from './check-second-factor.ts'
import { noteRefused } from './note-refused.ts'
import { findSignIn, type SignInRow } from './queries.ts'
import { pairOf, startSession, wrongCredentials, type Device } from './sessions.ts'
import type { TokenKeys } from './tokens.ts'

const window_seconds = 15 * 60
const guessesPerAccount = 10
const guessesPerAddress = 100

/**
 * 401 with one text, and the same work, for an unknown person and for a wrong password; 429 after 10 guesses at an account
 * or 100 from an address within 15 minutes. Addresses the person has signed in from are counted apart, so that a
 * stranger's guesses do not lock the owner out.
 */
export async function signIn(
  db: Database,
  keys: TokenKeys,
  sealer: Sealer,
  given: SignIn,
  device: Device,
): Promise<Tokens> {
  const { email } = given
  const user = await findSignIn(db, email, device.ip)
  const account = `sign-in ${email.trim().toLowerCase()} ${user?.known_address ? device.ip : 'strangers'}`
  const member = await inTurn(account, () => prove(db, sealer, account, user, given, device))
  return pairOf(keys, member)
}

/** Ten at once would be ten guesses, although all of them may be right. */
const inTurn = createTurns(5)

async function prove(
  db: Database,
  sealer: Sealer,
  account: string,
  user: SignInRow | undefined,
  given: SignIn,
  device: Device,
) {
  const address = `sign-in from ${device.ip}`
  const [guesses, ofAddress] = await attempt(db, [
    { key: account, most: guessesPerAccount, window_seconds },
    { key: address, most: guessesPerAddress, window_seconds },
  ])
  const proven = await whoItIs(db, sealer, user, given).catch(async (error: Problem) => {
    // a thousand guesses are two rows: the first, and the one after which nobody is listened to
    const first = guesses! <= (given.code === undefined ? 1 : 2)
    const last = guesses === guessesPerAccount || ofAddress === guessesPerAddress
    if (first || last) await noteRefused(db, user?.id ?? null, device, { reason: error.code, guesses: guesses! })
    throw error
  })
  const member = await transact(db, (tx) => startSession(tx, proven.id, device))
  await forgive(db, { proven: [account], shared: [address] })
  return member
}

async function whoItIs(db: Database, sealer: Sealer, user: SignInRow | undefined, { password, code }: SignIn) {
  if (!(await isPassword(password, user?.password_hash ?? null)) || !user) throw wrongCredentials()
  if (user.second_factor) await proveSecondFactor(db, sealer, user.id, code)
  return user
}

async function proveSecondFactor(db: Database, sealer: Sealer, user_id: string, code: string | undefined) {
  if (code === undefined)
    throw unauthorized('second_factor_required', 'Enter the code of your authenticator, or a recovery code.')
  if (!(await transact(db, (tx) => checkSecondFactor(tx, sealer, user_id, code))))
    throw unauthorized('invalid_code', 'This code is wrong, or was used already.')
}
