import { covers, grantsOf } from '#domain/permissions.ts'
import type { User, UserChange } from '#domain/people.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, forbidden, invalid, notFound } from '#server/platform/errors.ts'
import { checkVersion } from '#server/platform/serve.ts'
import { difference, track } from '#server/platform/track.ts'
import { checkRole } from './invite-user.ts'
import { getUser, hasOtherAdmin, hasTeam, lockUser, updateUser } from './queries.ts'

/** Whoever has rights that the actor has not cannot be changed by the actor. */
export async function lockLesser(tx: Database, actor: Actor, id: string) {
  const user = await lockUser(tx, { id })
  if (!user) throw notFound()
  if (!covers(actor.grants, grantsOf(user.role, user.grants)))
    throw forbidden(`${user.name} has rights that you do not have yourself.`)
  return user
}

/** There must always be somebody who can let the others in. */
export async function keepAnAdmin(tx: Database, user: User): Promise<void> {
  if (user.role === 'admin' && !(await hasOtherAdmin(tx, user.id)))
    throw conflict('last_admin', `${user.name} is the only admin. Make somebody else one first.`)
}

export async function changeUser(
  tx: Database,
  actor: Actor,
  id: string,
  if_match: number | null,
  change: UserChange,
): Promise<User> {
  const before = await lockLesser(tx, actor, id)
  checkVersion(if_match, before.version)
  const changed = difference(before, change)
  if (Object.keys(changed.after).length === 0) return before
  if ('role' in changed.after) {
    await checkRole(tx, actor, change.role!)
    await keepAnAdmin(tx, before)
  }
  if (change.team_id && !(await hasTeam(tx, change.team_id)))
    throw invalid('/team_id', 'unknown', 'There is no such team.')
  await updateUser(tx, id, change)
  await track(tx, actor, 'user.changed', id, changed)
  return (await getUser(tx, actor, id))!
}
