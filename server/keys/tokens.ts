import { createHash, randomBytes } from 'node:crypto'

/** An API key is `dbk_<prefix>_<secret>`: the prefix finds it, 256 random bits prove it. */
export function newApiKey(): { key: string; prefix: string } {
  const prefix = randomBytes(6).toString('hex')
  return { prefix, key: `dbk_${prefix}_${randomBytes(32).toString('hex')}` }
}
export const apiKeyPrefix = (token: string) => /^dbk_([0-9a-f]{12})_[0-9a-f]{64}$/.exec(token)?.[1] ?? null
export const hashOf = (key: string) => createHash('sha256').update(key).digest()
