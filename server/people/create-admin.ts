import { grants } from '#domain/permissions.ts'
import { systemActor } from '#server/platform/actor.ts'
import { transact, type Database } from '#server/platform/database.ts'
import { track } from '#server/platform/track.ts'
import { hashPassword } from './passwords.ts'
import { insertUser } from './queries.ts'

/** The first person of a new installation. */
export async function createAdmin(db: Database, email: string, password: string): Promise<void> {
  const password_hash = await hashPassword(password)
  await transact(db, async (tx) => {
    const id = await insertUser(tx, { name: 'Admin', email, role: 'admin', zone: 'UTC', password_hash })
    await track(tx, systemActor('command', grants.admin), 'user.created', id, { after: { email, role: 'admin' } })
  })
}
