/** Time-based one-time codes (RFC 6238: SHA-1, 6 digits, 30 s), as every authenticator makes them. */
import { createHmac, randomBytes } from 'node:crypto'

const step_ms = 30_000
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** 160 random bits in Base32 (RFC 4648), as authenticators want them. */
export function newSecret(): string {
  return [...randomBytes(32)].map((byte) => alphabet[byte & 31]).join('')
}

function bytesOf(secret: string): Buffer {
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

export const stepAt = (now_ms: number) => Math.floor(now_ms / step_ms)

/** The code of a 30-second step. */
export function codeAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac('sha1', bytesOf(secret)).update(counter).digest()
  const offset = digest.at(-1)! & 15
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/**
 * The step a code belongs to, one step of clock skew allowed either way; null for a wrong one and for a step that has been
 * used already: a code works once, whoever looks over the shoulder.
 */
export function stepOf(secret: string, code: string, now_ms: number, last_step: number): number | null {
  const now = stepAt(now_ms)
  const found = [now - 1, now, now + 1].find((step) => step > last_step && codeAt(secret, step) === code)
  return found ?? null
}

/** To be scanned: account and issuer as the authenticator shows them. */
export const otpauthUrl = (secret: string, email: string, workspace: string) =>
  `otpauth://totp/${encodeURIComponent(`${workspace}:${email}`)}?secret=${secret}&issuer=${encodeURIComponent(workspace)}`
