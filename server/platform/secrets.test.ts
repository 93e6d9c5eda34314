import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { deriveKey, loadSecrets, signingKeys } from './secrets.ts'

const none = { secret_key: null, encryption_keys: null }
function folder(): string {
  const parent = mkdtempSync(path.join(tmpdir(), 'daybook-secrets-'))
  onTestFinished(() => rmSync(parent, { recursive: true }))
  return path.join(parent, 'data')
}

test('secrets nobody gave are made once, readable by the owner alone, and the same on every start', () => {
  const data = folder()
  const made = loadSecrets(none, data)
  expect(made.secret_key.length).toBeGreaterThanOrEqual(64)
  expect(Buffer.from(made.encryption_keys.split(':')[1]!, 'base64').length).toBe(32)
  expect(statSync(path.join(data, 'secrets.json')).mode & 0o777).toBe(0o600)
  expect(loadSecrets(none, data)).toEqual(made)
  expect(readdirSync(data)).toEqual(['secrets.json'])
})

test('given secrets win, and nothing is written for them', () => {
  const given = { secret_key: 'g'.repeat(32), encryption_keys: 'k1:x' }
  const data = folder()
  expect(loadSecrets(given, data)).toEqual(given)
  const kept = loadSecrets({ ...none, secret_key: given.secret_key }, data)
  expect(kept.secret_key).toBe(given.secret_key)
  expect(kept.encryption_keys).toBe(loadSecrets(none, data).encryption_keys)
})

test('eight first starts at once agree on one set of secrets', async () => {
  const data = folder()
  const script = path.join(path.dirname(data), 'load.ts')
  const module = path.join(import.meta.dirname, 'secrets.ts')
  writeFileSync(
    script,
    `import { loadSecrets } from ${JSON.stringify(module)}
     process.send(loadSecrets({ secret_key: null, encryption_keys: null }, ${JSON.stringify(data)}).secret_key)`,
  )
  const starts = Array.from({ length: 8 }, () => fork(script, { execArgv: [] }))
  const secrets = await Promise.all(starts.map(async (child) => ((await once(child, 'message')) as [string])[0]))
  expect(new Set(secrets).size).toBe(1)
  expect(readFileSync(path.join(data, 'secrets.json'), 'utf8')).toContain(secrets[0])
  expect(readdirSync(data)).toEqual(['secrets.json'])
})

test('a damaged file of secrets stops the start instead of making new ones, which would sign everybody out', () => {
  const data = folder()
  loadSecrets(none, data)
  writeFileSync(path.join(data, 'secrets.json'), '{')
  expect(() => loadSecrets(none, data)).toThrow()
})

test('each purpose has a key of its own, and the signing key survives a restart', () => {
  expect(deriveKey('s', 'a')).not.toEqual(deriveKey('s', 'b'))
  expect(signingKeys('s').id).toBe(signingKeys('s').id)
  expect(signingKeys('s').id).not.toBe(signingKeys('t').id)
})
