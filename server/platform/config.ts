/** Everything that can be set from outside, read once. All faults are told at once; no message ever holds a value that may be secret. */
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import path from 'node:path'

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

export type Config = {
  data_dir: string
  /** null: the embedded PostgreSQL. */
  database_url: string | null
  /** null: the application's role is made by the user of `database_url`. */
  app_database_url: string | null
  port: number
  bind_address: string
  app_url: string
  /** Addresses and ranges. */
  trusted_proxies: string[]
  secret_key: string | null
  encryption_keys: string | null
  /** null: on for a new embedded database, off otherwise. */
  demo_data: boolean | null
  demo_public: boolean
  admin_email: string | null
  admin_password: string | null
  /** null: mails are written to DATA_DIR/outbox. */
  smtp_url: string | null
  mail_from: string
  log_level: (typeof logLevels)[number]
}

export class ConfigFaults extends Error {
  readonly faults: string[]
  constructor(faults: string[]) {
    super(`Daybook cannot start with this configuration:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
    this.faults = faults
  }
}

type Env = Record<string, string | undefined>
const names = [
  'DATA_DIR',
  'DATABASE_URL',
  'APP_DATABASE_URL',
  'PORT',
  'BIND_ADDRESS',
  'APP_URL',
  'TRUSTED_PROXIES',
  'SECRET_KEY',
  'ENCRYPTION_KEYS',
  'DEMO_DATA',
  'DEMO_PUBLIC',
  'ADMIN_EMAIL',
  'ADMIN_PASSWORD',
  'SMTP_URL',
  'MAIL_FROM',
  'LOG_LEVEL',
] as const
type Name = (typeof names)[number]
const postgres = ['postgres:', 'postgresql:']

/** @throws ConfigFaults with every fault there is */
export function readConfig(
  env: Env,
  readText: (file: string) => string = (file) => readFileSync(file, 'utf8'),
): Config {
  const faults: string[] = []
  const values = Object.fromEntries(names.map((name) => [name, valueOf(env, name, readText, faults)])) as Record<
    Name,
    string | null
  >
  const config = interpret(values, faults)
  faults.push(...contradictions(config))
  if (faults.length > 0) throw new ConfigFaults(faults)
  return config
}

/** NAME, or the content of the file NAME_FILE names; an empty one counts as not given. */
function valueOf(env: Env, name: Name, readText: (file: string) => string, faults: string[]): string | null {
  const value = env[name] || null
  const file = env[`${name}_FILE`] || null
  if (value !== null && file !== null) faults.push(`${name} and ${name}_FILE are both given; give one.`)
  if (file === null) return value
  try {
    return readText(file).trim() || null
  } catch {
    faults.push(`${name}_FILE names a file that cannot be read.`)
    return null
  }
}

function interpret(values: Record<Name, string | null>, faults: string[]): Config {
  const port = integer(values.PORT, 'PORT', faults) ?? 3_000
  const bind_address = values.BIND_ADDRESS ?? '127.0.0.1'
  return {
    data_dir: path.resolve(values.DATA_DIR ?? './data'),
    database_url: address(values.DATABASE_URL, 'DATABASE_URL', postgres, faults),
    app_database_url: address(values.APP_DATABASE_URL, 'APP_DATABASE_URL', postgres, faults),
    port,
    bind_address,
    app_url: (address(values.APP_URL, 'APP_URL', ['http:', 'https:'], faults) ?? `http://localhost:${port}`).replace(
      /\/+$/,
      '',
    ),
    trusted_proxies: ranges(values.TRUSTED_PROXIES, faults),
    secret_key: secrets(values.SECRET_KEY, faults),
    encryption_keys: keyList(values.ENCRYPTION_KEYS, faults),
    demo_data: toggle(values.DEMO_DATA, 'DEMO_DATA', faults),
    demo_public: toggle(values.DEMO_PUBLIC, 'DEMO_PUBLIC', faults) ?? false,
    admin_email: mail(values.ADMIN_EMAIL, 'ADMIN_EMAIL', faults),
    admin_password: longEnough(values.ADMIN_PASSWORD, 'ADMIN_PASSWORD', 8, faults),
    smtp_url: address(values.SMTP_URL, 'SMTP_URL', ['smtp:', 'smtps:'], faults),
    mail_from: mail(values.MAIL_FROM, 'MAIL_FROM', faults) ?? 'daybook@localhost',
    log_level: level(values.LOG_LEVEL, faults),
  }
}

function contradictions({
  database_url,
  app_database_url,
  secret_key,
  encryption_keys,
  demo_data,
  demo_public,
  bind_address,
  admin_email,
  admin_password,
}: Config): string[] {
  const faults: string[] = []
  if (database_url !== null && secret_key === null)
    faults.push('SECRET_KEY is needed with DATABASE_URL: at least 32 characters, the same on every start.')
  if (database_url !== null && encryption_keys === null)
    faults.push(
      'ENCRYPTION_KEYS is needed with DATABASE_URL: “id:base64 of 32 bytes”, several separated by commas, the first is current.',
    )
  if (app_database_url !== null && database_url === null)
    faults.push('APP_DATABASE_URL is of use with DATABASE_URL only, which names the owner of the same database.')
  if (demo_data === true && !isLoopback(bind_address) && !demo_public)
    faults.push(
      'DEMO_DATA listens beyond this machine with BIND_ADDRESS as given. Set DEMO_PUBLIC=on if everybody may sign in to the demo, or DEMO_DATA=off.',
    )
  if (admin_email !== null && admin_password === null && database_url !== null)
    faults.push('ADMIN_PASSWORD is needed with ADMIN_EMAIL.')
  return faults
}

export const isLoopback = (bind_address: string) =>
  bind_address === 'localhost' || bind_address === '::1' || bind_address.startsWith('127.')

function integer(text: string | null, name: string, faults: string[]): number | null {
  if (text === null) return null
  const number = Number(text)
  if (/^\d{1,5}$/.test(text) && number <= 65_535) return number
  faults.push(`${name} must be a whole number from 0 to 65535.`)
  return null
}

function address(text: string | null, name: string, protocols: string[], faults: string[]): string | null {
  if (text === null) return null
  if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text
  faults.push(
    `${name} must be an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}.`,
  )
  return null
}

function ranges(text: string | null, faults: string[]): string[] {
  const list = text?.split(',').map((part) => part.trim()) ?? []
  const isRange = (part: string) => {
    const [given = '', bits = '0', ...rest] = part.split('/')
    return (
      /^\d{1,3}$/.test(bits) && Number(bits) <= (isIP(given) === 6 ? 128 : 32) && isIP(given) > 0 && rest.length === 0
    )
  }
  if (!list.every(isRange))
    faults.push('TRUSTED_PROXIES must be addresses or ranges like 10.0.0.0/8, several separated by commas.')
  return list
}

function longEnough(text: string | null, name: string, length: number, faults: string[]): string | null {
  if (text !== null && text.length < length) faults.push(`${name} must have at least ${length} characters.`)
  return text
}

/** Several, while one takes over from the other: each must be long enough by itself. */
function secrets(text: string | null, faults: string[]): string | null {
  if (text?.split(',').some((part) => part.trim().length < 32))
    faults.push('SECRET_KEY must have at least 32 characters; where there are several, each of them.')
  return text
}

function keyList(text: string | null, faults: string[]): string | null {
  const isKey = (part: string) =>
    /^[\w-]{1,32}:[A-Za-z0-9+/_-]+=*$/.test(part) &&
    Buffer.from(part.slice(part.indexOf(':') + 1), 'base64').length === 32
  if (text !== null && !text.split(',').every((part) => isKey(part.trim())))
    faults.push('ENCRYPTION_KEYS must be “id:base64 of 32 bytes”, several separated by commas.')
  return text
}

function toggle(text: string | null, name: string, faults: string[]): boolean | null {
  if (text === null) return null
  if (/^(on|true|yes|1)$/i.test(text)) return true
  if (/^(off|false|no|0)$/i.test(text)) return false
  faults.push(`${name} must be on or off.`)
  return null
}

function mail(text: string | null, name: string, faults: string[]): string | null {
  if (text !== null && !/^[^\s@]+@[^\s@]+$/.test(text)) faults.push(`${name} must be an e-mail address.`)
  return text
}

function level(text: string | null, faults: string[]): Config['log_level'] {
  const found = logLevels.find((name) => name === (text ?? 'info').toLowerCase())
  if (!found) faults.push(`LOG_LEVEL must be one of ${logLevels.join(', ')}.`)
  return found ?? 'info'
}
