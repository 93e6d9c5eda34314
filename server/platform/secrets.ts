/** The secrets of an installation, and the keys made from them. Nothing here is ever logged. */
import { createHash, createPrivateKey, createPublicKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export type Secrets = { secret_key: string; encryption_keys: string }
type Given = { secret_key: string | null; encryption_keys: string | null }

/**
 * Given ones, else those of DATA_DIR/secrets.json (mode 0600), which is written once. Of two first starts at once one
 * wins and both read the same file.
 */
export function loadSecrets(given: Given, data_dir: string): Secrets {
  if (given.secret_key !== null && given.encryption_keys !== null)
    return { secret_key: given.secret_key, encryption_keys: given.encryption_keys }
  const kept = keptSecrets(data_dir)
  return {
    secret_key: given.secret_key ?? kept.secret_key,
    encryption_keys: given.encryption_keys ?? kept.encryption_keys,
  }
}

function keptSecrets(data_dir: string): Secrets {
  const file = path.join(data_dir, 'secrets.json')
  const read = () => JSON.parse(readFileSync(file, 'utf8')) as Secrets
  try {
    return read()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  mkdirSync(data_dir, { recursive: true, mode: 0o755 })
  const fresh = `${file}.${process.pid}`
  const secrets: Secrets = {
    secret_key: randomBytes(48).toString('base64url'),
    encryption_keys: `k1:${randomBytes(32).toString('base64')}`,
  }
  writeFileSync(fresh, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true })
  try {
    // a link fails where a rename would overwrite the twin's file
    linkSync(fresh, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(fresh, { force: true })
  }
  return read()
}

/** A key of its own for each purpose (HKDF, RFC 5869). */
export const deriveKey = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `daybook ${purpose}`, 32))

/** The Ed25519 key that signs access tokens, from the secret, so that a restart signs nobody out. The id
 * names the key, not the secret. `secrets` may be several, separated by commas: the first signs, tokens of the others
 * still hold. */
export function signingKeys(secrets: string): Keys & { older: Keys[] } {
  const [current, ...older] = secrets.split(',').map((secret) => keysOf(secret.trim(), 'access tokens'))
  return { ...current!, older }
}

type Keys = { id: string; private: KeyObject; public: KeyObject }
/** The Ed25519 keys that sign checkpoints of the ledger: of their own, so that a token is never taken for one. */
export function ledgerKeys(secrets: string): Keys & { older: Keys[] } {
  const [current, ...older] = secrets.split(',').map((secret) => keysOf(secret.trim(), 'ledger checkpoints'))
  return { ...current!, older }
}

function keysOf(secret: string, purpose: string): Keys {
  const seed = deriveKey(secret, purpose)
  // PKCS #8 frame of an Ed25519 seed (RFC 8410)
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(privateKey)
  const id = createHash('sha256')
    .update(publicKey.export({ format: 'der', type: 'spki' }))
    .digest('base64url')
    .slice(0, 8)
  return { id, private: privateKey, public: publicKey }
}
