import { expect, test } from 'vitest'
import { ConfigFaults, readConfig } from './config.ts'

const faultsOf = (env: Record<string, string>): string[] => {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigFaults) return error.faults
    throw error
  }
}
const key = `k1:${Buffer.alloc(32, 7).toString('base64')}`
const external = { DATABASE_URL: 'postgres://db/x', SECRET_KEY: 's'.repeat(32), ENCRYPTION_KEYS: key }

test('nothing given is a demo on this machine alone, with the embedded database', () => {
  expect(readConfig({})).toMatchObject({
    database_url: null,
    port: 3_000,
    bind_address: '127.0.0.1',
    app_url: 'http://localhost:3000',
    demo_data: null,
    log_level: 'info',
  })
})

test('everything given is read', () => {
  const env = { ...external, PORT: '80', BIND_ADDRESS: '0.0.0.0', APP_URL: 'https://crm.example/', DEMO_DATA: 'off' }
  expect(
    readConfig({ ...env, LOG_LEVEL: 'WARN', ADMIN_EMAIL: 'ada@crm.example', ADMIN_PASSWORD: 'long enough' }),
  ).toMatchObject({
    database_url: 'postgres://db/x',
    port: 80,
    bind_address: '0.0.0.0',
    app_url: 'https://crm.example',
    demo_data: false,
    log_level: 'warn',
    admin_email: 'ada@crm.example',
  })
})

test.each([
  ['PORT', 'abc'],
  ['PORT', '70000'],
  ['PORT', '-1'],
  ['APP_URL', 'crm.example'],
  ['APP_URL', 'ftp://crm.example'],
  ['DATABASE_URL', 'mysql://x'],
  ['APP_DATABASE_URL', 'mysql://x'],
  ['SECRET_KEY', 'short'],
  ['SECRET_KEY', `${'s'.repeat(40)},short`],
  ['ENCRYPTION_KEYS', 'k1:AAAA'],
  ['ENCRYPTION_KEYS', `${key},nonsense`],
  ['DEMO_DATA', 'maybe'],
  ['ADMIN_EMAIL', 'ada'],
  ['ADMIN_PASSWORD', 'seven77'],
  ['LOG_LEVEL', 'loud'],
  ['TRUSTED_PROXIES', 'everybody'],
  ['TRUSTED_PROXIES', '10.0.0.1, 10.0.0.0/33'],
  ['TRUSTED_PROXIES', '10.0.0.0/8/8'],
])('%s=%s is a fault that names the variable', (name, value) => {
  expect(faultsOf({ ...external, [name]: value }).some((fault) => fault.startsWith(name))).toBe(true)
})

test('all faults are told at once, and none of them holds a secret', () => {
  const env = {
    PORT: 'x',
    LOG_LEVEL: 'x',
    SECRET_KEY: 'hunter2-secret',
    ADMIN_PASSWORD: 'hunter2',
    ENCRYPTION_KEYS: 'hunter2-keys',
    DATABASE_URL: 'hunter2://user:hunter2@db',
  }
  const faults = faultsOf(env)
  expect(faults.map((fault) => fault.split(' ')[0]).toSorted()).toEqual(Object.keys(env).toSorted())
  expect(faults.join('\n')).not.toContain('hunter2')
})

test('an external database demands the secrets, which nobody may make up for it', () => {
  const faults = faultsOf({ DATABASE_URL: external.DATABASE_URL })
  expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['SECRET_KEY', 'ENCRYPTION_KEYS'])
})

test('a role for the application is of use with an external database only', () => {
  expect(faultsOf({ APP_DATABASE_URL: 'postgres://app@db/x' })[0]).toMatch(/^APP_DATABASE_URL .* DATABASE_URL/)
})

const complete = {
  ...external,
  APP_DATABASE_URL: 'postgres://app@db/x',
  DATA_DIR: '/srv/daybook',
  PORT: '4000',
  BIND_ADDRESS: '127.0.0.2',
  APP_URL: 'https://crm.example',
  TRUSTED_PROXIES: '127.0.0.1, ::1,10.0.0.0/8',
  DEMO_DATA: 'on',
  DEMO_PUBLIC: 'on',
  ADMIN_EMAIL: 'ada@crm.example',
  ADMIN_PASSWORD: 'long enough',
  LOG_LEVEL: 'warn',
}

test.each(Object.entries(complete))('%s may come from a file instead, not as well', (name, value) => {
  const { [name as keyof typeof complete]: _given, ...others } = complete
  const readText = (file: string) => (file === '/run/it' ? `${value}\n` : '')
  expect(readConfig({ ...others, [`${name}_FILE`]: '/run/it' }, readText)).toEqual(readConfig(complete))
  expect(() => readConfig({ ...complete, [`${name}_FILE`]: '/run/it' }, readText)).toThrow(
    `${name} and ${name}_FILE are both given; give one.`,
  )
})

test('an empty variable, as a compose file leaves it, counts as not given', () => {
  const empty = Object.fromEntries(
    Object.keys(complete).flatMap((name) => [
      [name, ''],
      [`${name}_FILE`, ''],
    ]),
  )
  expect(readConfig(empty)).toEqual(readConfig({}))
})

test('a file that is not there is a fault', () => {
  expect(faultsOf({ SECRET_KEY_FILE: '/nowhere/at/all' })).toEqual([
    'SECRET_KEY_FILE names a file that cannot be read.',
  ])
})

test.each([
  [{ DEMO_DATA: 'on', BIND_ADDRESS: '0.0.0.0' }, true],
  [{ DEMO_DATA: 'on', BIND_ADDRESS: '::' }, true],
  [{ DEMO_DATA: 'on', BIND_ADDRESS: '192.168.1.5' }, true],
  [{ DEMO_DATA: 'on', BIND_ADDRESS: '0.0.0.0', DEMO_PUBLIC: 'on' }, false],
  [{ DEMO_DATA: 'on', BIND_ADDRESS: '127.0.0.2' }, false],
  [{ DEMO_DATA: 'on', BIND_ADDRESS: '::1' }, false],
  [{ DEMO_DATA: 'off', BIND_ADDRESS: '0.0.0.0' }, false],
])('a demo beyond this machine must be asked for: %o', (env, refused) => {
  expect(faultsOf(env as unknown as Record<string, string>).length > 0).toBe(refused)
})
