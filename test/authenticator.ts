/** An authenticator in software: makes passkeys (ES256, no attestation) and answers challenges, honestly or not. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'
import type { CreationOptions, RequestOptions } from '#domain/passkeys.ts'

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest()
const encode = (bytes: Buffer | Uint8Array | string) => Buffer.from(bytes as string).toString('base64url')
const present = 0x01
const verified = 0x04
const holdsKey = 0x40

/** What a dishonest or foreign answer differs in. `count` is what the authenticator says it has counted to. */
type Change = { origin?: string; site?: string; unverified?: true; count?: number; handle?: string }

export function createAuthenticator(honest = { origin: 'http://localhost', site: 'localhost' }) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(32)
  let handle = encode(randomBytes(16))
  let count = 0

  const clientData = (type: string, challenge: string, { origin = honest.origin }: Change) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  const authenticatorData = (flags: number, { site = honest.site, unverified, count: said = count }: Change) => {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(said)
    return Buffer.concat([sha256(site), Buffer.from([flags | present | (unverified ? 0 : verified)]), counter])
  }
  const coseKey = () => {
    const { x, y } = publicKey.export({ format: 'jwk' })
    const coordinate = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))
    return isoCBOR.encode(
      new Map<number, number | Uint8Array<ArrayBuffer>>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, coordinate(x!)],
        [-3, coordinate(y!)],
      ]),
    )
  }

  return {
    make(options: CreationOptions, change: Change = {}) {
      handle = options.user.id
      const length = Buffer.alloc(2)
      length.writeUInt16BE(id.length)
      const data = Buffer.concat([authenticatorData(holdsKey, change), Buffer.alloc(16), length, id, coseKey()])
      const attestation = isoCBOR.encode(
        new Map<string, string | Map<string, string> | Uint8Array<ArrayBuffer>>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', new Uint8Array(data)],
        ]),
      )
      const clientDataJSON = encode(clientData('webauthn.create', options.challenge, change))
      return {
        id: encode(id),
        response: { clientDataJSON, attestationObject: encode(attestation), transports: ['internal'] },
      }
    },
    answer(options: RequestOptions, change: Change = {}) {
      count += 1
      const data = authenticatorData(0, change)
      const said = clientData('webauthn.get', options.challenge, change)
      return {
        id: encode(id),
        response: {
          clientDataJSON: encode(said),
          authenticatorData: encode(data),
          signature: encode(sign('sha256', Buffer.concat([data, sha256(said)]), privateKey)),
          userHandle: change.handle ?? handle,
        },
      }
    },
  }
}
