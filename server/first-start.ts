/** What an empty database is filled with: the demo company, or an admin. */
import { randomBytes } from 'node:crypto'
import { emailOf, people } from './demo/cast.ts'
import { loadDemo } from './demo/load-demo.ts'
import { createAdmin } from './people/create-admin.ts'
import { weaknessOf } from './people/weak-passwords.ts'
import { ConfigFaults, isLoopback, type Config } from './platform/config.ts'
import { sql, type Database } from './platform/database.ts'

const initialEmail = 'admin@daybook.local'

/** How to sign in, printed once. Null when somebody can already. */
export type Welcome = { lines: string[] } | null

export async function fillEmptyDatabase(db: Database, config: Config): Promise<Welcome> {
  const { rows } = await sql<{ people: boolean; accessible: boolean }>`
    select exists (select from users) as people, exists (select from users where password_hash is not null) as accessible
  `.execute(db)
  const { people: hasPeople, accessible } = rows[0]!
  if (accessible) return null
  await checkAdminPassword(config)
  const password = config.admin_password ?? randomBytes(9).toString('base64url')
  const shown = config.admin_password === null ? `password ${password}` : 'the password of ADMIN_PASSWORD'
  // an import may have come first: its people are real, and no demo is mixed with them
  if (!hasPeople && wantsDemo(config)) {
    await loadDemo(db, { password, now_ms: Date.now() })
    return {
      lines: [
        `Sign in as any of the demo company’s people with ${shown}:`,
        ...people.map(({ name, role }) => `  ${emailOf(name).padEnd(28)} ${role}`),
      ],
    }
  }
  const email = config.admin_email ?? initialEmail
  await createAdmin(db, email, password)
  return { lines: [`Sign in as ${email} with ${shown}`] }
}

/** @throws ConfigFaults: whoever starts Daybook reads it there, and the database is still empty */
async function checkAdminPassword({ admin_password, admin_email }: Config): Promise<void> {
  const person = { name: 'Admin', email: admin_email ?? initialEmail }
  const weakness = admin_password === null ? null : await weaknessOf(admin_password, person)
  if (weakness) throw new ConfigFaults([`ADMIN_PASSWORD cannot be used. ${weakness.message}`])
}

/** On for a new embedded database, and never beyond this machine without being told so. */
function wantsDemo({ demo_data, database_url, demo_public, bind_address }: Config): boolean {
  if (demo_data !== null) return demo_data
  return database_url === null && (isLoopback(bind_address) || demo_public)
}
