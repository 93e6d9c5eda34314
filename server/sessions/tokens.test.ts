/** Nothing that is not exactly a token of ours is taken for one. */
import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { signingKeys } from '#server/platform/secrets.ts'
import { nowhere, startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { readAccessToken, signAccessToken } from './tokens.ts'

const app = await startApp()
const { body: tokens } = await app.nobody.post('/auth/login', { email: 'dana@northlight.example', password })
const token: string = tokens.access_token
const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString())
const stranger = generateKeyPairSync('ed25519')
const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
const now = Math.floor(Date.now() / 1_000)

function sign(change: object = {}, header: object = {}, key: KeyObject = app.keys.private): Promise<string> {
  const said = { alg: 'EdDSA', typ: 'at+jwt', kid: app.keys.id, ...header }
  return new SignJWT({ ...claims, ...change }).setProtectedHeader(said).sign(key)
}
function hs256(secret: string | Buffer): string {
  const head = `${encode({ alg: 'HS256', typ: 'at+jwt', kid: app.keys.id })}.${encode(claims)}`
  return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`
}
const spki = (format: 'pem' | 'der') => app.keys.public.export({ type: 'spki', format: format as 'pem' })

test('the way of making one that the others are changed from does pass', async () => {
  expect((await app.bearer(await sign()).get('/me')).status).toBe(200)
})

test.each<[string, () => string | Promise<string>]>([
  ['no algorithm', () => `${encode({ alg: 'none', typ: 'at+jwt', kid: app.keys.id })}.${encode(claims)}.`],
  [
    'no algorithm, with the signature of a real one',
    () => `${encode({ alg: 'none' })}.${encode(claims)}.${token.split('.')[2]}`,
  ],
  ['HS256 with the public key as its secret', () => hs256(spki('pem'))],
  ['HS256 with the bytes of the public key', () => hs256(spki('der'))],
  ['another key', () => sign({}, {}, stranger.privateKey)],
  ['another key under its own id', () => sign({}, { kid: 'stranger' }, stranger.privateKey)],
  ['our key under another id', () => sign({}, { kid: 'other' })],
  ['our key under no id', () => sign({}, { kid: undefined })],
  ['another type', () => sign({}, { typ: 'JWT' })],
  ['no type', () => sign({}, { typ: undefined })],
  ['another audience', () => sign({ aud: 'another' })],
  ['another issuer', () => sign({ iss: 'another' })],
  ['no issuer', () => sign({ iss: undefined })],
  ['no end', () => sign({ exp: undefined })],
  ['an end in the past', () => sign({ exp: now - 1 })],
  ['a beginning in the future', () => sign({ nbf: now + 60 })],
  ['no person', () => sign({ sub: undefined })],
  ['no session', () => sign({ sid: undefined })],
  ['a session nobody has', () => sign({ sid: nowhere })],
  ['a key in its header', () => sign({}, { jwk: stranger.publicKey.export({ format: 'jwk' }) }, stranger.privateKey)],
  ['the address of a key', () => sign({}, { jku: `${app.address}/keys.json` }, stranger.privateKey)],
  ['the address of a certificate', () => sign({}, { x5u: `${app.address}/cert.pem` }, stranger.privateKey)],
  ['a certificate in its header', () => sign({}, { x5c: ['AAAA'] }, stranger.privateKey)],
  ['a word too many in a header we signed', () => sign({}, { jku: `${app.address}/keys.json` })],
  ['a part too many', () => `${token}.${token.split('.')[2]}`],
  ['padding', () => `${token}==`],
])('a token with %s is refused', async (_, make) => {
  expect((await app.bearer(await make()).get('/me')).status).toBe(401)
})

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

test('with any one bit turned, or cut off anywhere, it is no token', async () => {
  expect(await readAccessToken(app.keys, token)).toMatchObject({ user_id: app.cast.users.dana })
  const changed = [...token].flatMap((letter, at) => {
    const value = letters.indexOf(letter)
    const others = value < 0 ? ['A'] : [1, 2, 4, 8, 16, 32].map((bit) => letters[value ^ bit]!)
    return others.map((other) => token.slice(0, at) + other + token.slice(at + 1))
  })
  const cut = [...token].map((_, length) => token.slice(0, length))
  expect(changed.length).toBeGreaterThan(2_000)
  for (const text of [...changed, ...cut]) expect([text, await readAccessToken(app.keys, text)]).toEqual([text, null])
})

test('a rotated secret signs nobody out: tokens of the older one hold until they expire', async () => {
  const [older, newer] = ['o'.repeat(40), 'n'.repeat(40)]
  const early = await signAccessToken(signingKeys(older), nowhere, nowhere)
  expect(await readAccessToken(signingKeys(`${newer},${older}`), early)).toMatchObject({ user_id: nowhere })
  expect(await readAccessToken(signingKeys(newer), early)).toBe(null)
  const fresh = await signAccessToken(signingKeys(`${newer},${older}`), nowhere, nowhere)
  expect(await readAccessToken(signingKeys(newer), fresh)).toMatchObject({ user_id: nowhere })
})
