import { expect, test } from 'vitest'
import { weaknessOf } from './weak-passwords.ts'

const ada = { name: 'Ada Byron', email: 'ada.byron@crm.example' }

test.each([
  '12345678',
  'password',
  'PASSWORD',
  'iloveyou',
  'qwertyuiop',
  'Password1',
  'Monkey2026!',
  'ｐａｓｓｗｏｒｄ',
])('%s is on the lists of leaked passwords, however it is dressed up', async (password) => {
  expect((await weaknessOf(password, null))?.code).toBe('common_password')
})

test.each(['ada.byron@crm.example', 'Ada.Byron', 'ada byron', 'AdaByron1', 'byron2026!'])(
  '%s is made of the person’s own name or e-mail',
  async (password) => {
    expect((await weaknessOf(password, ada))?.code).toBe('own_name')
    expect((await weaknessOf(password, { name: 'Grace', email: 'grace@crm.example' }))?.code).not.toBe('own_name')
  },
)

test.each(['correct horse battery', 'demo-password', 'Ada likes tea at five', 'kx7!pQz2vM', '月が綺麗ですね今夜'])(
  '%s may be used',
  async (password) => {
    expect(await weaknessOf(password, ada)).toBe(null)
  },
)
