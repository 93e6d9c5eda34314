import { hash } from '@node-rs/argon2'
import { expect, test } from 'vitest'
import { hashPassword, isPassword } from './passwords.ts'

test('a password is known again, in whatever form its letters are composed, and no other is', async () => {
  const stored = await hashPassword('caf\u00e9 au lait')
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=12288,t=3,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  expect(await isPassword('cafe\u0301 au lait', stored)).toBe(true)
  expect(await isPassword('cafe au lait', stored)).toBe(false)
  expect(await hashPassword('caf\u00e9 au lait')).not.toBe(stored)
})

test('a hash of other settings still holds', async () => {
  const stored = await hash('an old one', { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 })
  expect(await isPassword('an old one', stored)).toBe(true)
})

test('somebody who does not exist is never let in', async () => {
  for (const guess of ['a guess', '', 'A'.repeat(43)]) expect(await isPassword(guess, null)).toBe(false)
})
