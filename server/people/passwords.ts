/** Passwords: argon2id with OWASP's parameters (19 MiB, 2 passes, 1 lane), in PHC form, off the event loop. */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2)
const memory_kib = 19_456
const passes = 2
const tagLength_bytes = 32

const unpadded = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')

const digest = (password: string, salt: Buffer) =>
  derive('argon2id', {
    message: password.normalize('NFC'),
    nonce: salt,
    parallelism: 1,
    tagLength: tagLength_bytes,
    memory: memory_kib,
    passes,
  }) as Promise<Buffer>

/** `$argon2id$v=19$m=19456,t=2,p=1$salt$hash` */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  return `$argon2id$v=19$m=${memory_kib},t=${passes},p=1$${unpadded(salt)}$${unpadded(await digest(password, salt))}`
}

const nobody = `$argon2id$v=19$m=${memory_kib},t=${passes},p=1$${unpadded(Buffer.alloc(16))}$${unpadded(Buffer.alloc(tagLength_bytes))}`

/** Takes the same time for a person who does not exist (null) as for a wrong password. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const [salt, hash] = (stored ?? nobody)
    .split('$')
    .slice(4)
    .map((part) => Buffer.from(part, 'base64')) as [Buffer, Buffer]
  return timingSafeEqual(await digest(password, salt), hash) && stored !== null
}
