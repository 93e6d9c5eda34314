/** Sensitive columns: AES-256-GCM with a random nonce; where the value belongs is part of what is proven (reliability §10.1). */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

export type Sealer = { seal: (plain: string, place: string) => string; open: (sealed: string, place: string) => string }

/**
 * `keys`: “id:base64 of 32 bytes”, separated by commas; the first one seals, all of them open. `place` names table, column
 * and row, so that a value cannot be moved to another row. @throws where a value was changed or its key is gone
 */
export function createSealer(keys: string): Sealer {
  const known = new Map(
    keys.split(',').map((part) => {
      const [id, key] = part.trim().split(/:(.*)/s) as [string, string]
      return [id, Buffer.from(key, 'base64')]
    }),
  )
  const current = [...known.keys()][0]!
  return {
    seal: (plain, place) => {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', known.get(current)!, nonce).setAAD(
        Buffer.from(`${current} ${place}`),
      )
      const bytes = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return `${current}.${Buffer.concat([nonce, cipher.getAuthTag(), bytes]).toString('base64url')}`
    },
    open: (sealed, place) => {
      const [id, text] = sealed.split('.') as [string, string]
      const key = known.get(id)
      if (!key) throw new Error(`ENCRYPTION_KEYS lacks the key “${id}”, by which ${place.split(' ')[0]} is sealed.`)
      const bytes = Buffer.from(text, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
      decipher.setAAD(Buffer.from(`${id} ${place}`)).setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    },
  }
}
