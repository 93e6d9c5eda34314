/**
 * Passwords that are guessed first (NIST SP 800-63B §3.1.1.2): on lists of leaked ones, or the person's own name or e-mail.
 * The list comes with a package, since nothing is fetched at run time, and is read when the first password is set.
 */
import { invalid } from '#server/platform/errors.ts'

type Person = { name: string; email: string }
type Weakness = { code: 'common_password' | 'own_name'; message: string }

let leaked: Promise<Set<string>> | null = null
const read = async () => new Set((await import('@zxcvbn-ts/language-common')).dictionary['passwords-common'])

/** Null for one that may be used. Without a person only the list is asked. */
export async function weaknessOf(password: string, person: Person | null): Promise<Weakness | null> {
  const tried = guessesOf(password)
  const own = person ? namesOf(person) : []
  if (tried.some((guess) => own.includes(guess)))
    return {
      code: 'own_name',
      message: 'This is made of your own name or e-mail, which is tried first. Choose another.',
    }
  const list = await (leaked ??= read())
  if (!tried.some((guess) => list.has(guess))) return null
  return {
    code: 'common_password',
    message:
      'This is on lists of leaked passwords, which are tried first. Choose another; a few words are better than signs.',
  }
}

/** @throws 422 naming the field */
export async function refuseWeak(pointer: `/${string}`, password: string, person: Person | null): Promise<void> {
  const weakness = await weaknessOf(password, person)
  if (weakness) throw invalid(pointer, weakness.code, weakness.message)
}

/** As it is, and without the year or sign that people append: `Monkey2026!` is `monkey` to whoever guesses. */
const guessesOf = (password: string) => {
  const plain = password.normalize('NFKC').toLowerCase()
  return [plain, plain.replace(/[^\p{L}]{1,5}$/u, '')]
}

/** The e-mail, what stands before its @, the name, the name as one word, and each word of it. */
function namesOf({ name, email }: Person): string[] {
  const words = name.normalize('NFKC').toLowerCase().split(/\s+/)
  const address = email.toLowerCase()
  return [address, address.split('@')[0]!, words.join(' '), words.join(''), ...words]
}
