import { grants } from '#domain/permissions.ts'
import { systemActor } from '#server/platform/actor.ts'
import { transact, type Database } from '#server/platform/database.ts'
import { track } from '#server/platform/track.ts'
import { hashPassword } from './passwords.ts'
import { insertUser, makeAdmin } from './queries.ts'
import { lockWorkspace, setWelcome } from './workspace-queries.ts'

/** The first person who can sign in, whose first steps begin with it: a new one, or one whom an import brought before anybody could. */
export async function createAdmin(db: Database, email: string, password: string): Promise<void> {
  const password_hash = await hashPassword(password)
  await transact(db, async (tx) => {
    const known = await makeAdmin(tx, email, password_hash)
    const id = known ?? (await insertUser(tx, { name: 'Admin', email, role: 'admin', zone: 'UTC', password_hash }))
    await lockWorkspace(tx)
    await setWelcome(tx, {})
    const action = known ? 'user.updated' : 'user.created'
    await track(tx, systemActor('command', grants.admin), action, id, { after: { email, role: 'admin' } })
  })
}
