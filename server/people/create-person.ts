import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { track } from '#server/platform/track.ts'
import { insertUser } from './queries.ts'

/** Somebody whose time is recorded but who has not been invited yet: role employee, no password. */
export async function createPerson(
  tx: Database,
  actor: Actor,
  person: { name: string; email: string; zone: string },
): Promise<string> {
  const id = await insertUser(tx, { ...person, role: 'employee', password_hash: null })
  await track(tx, actor, 'user.created', id, { after: { ...person, role: 'employee' } })
  return id
}
