/** Roles made in Settings. The built-in ones are code and stay as they are. */
import { covers, type Grants } from '#domain/permissions.ts'
import type { Role, RoleChange, RoleInput } from '#domain/people.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, forbidden, notFound } from '#server/platform/errors.ts'
import { checkVersion } from '#server/platform/serve.ts'
import { difference, track } from '#server/platform/track.ts'
import { insertRole, lockRole, removeRole, updateRole } from './role-queries.ts'

export async function createRole(tx: Database, actor: Actor, { name, grants }: RoleInput): Promise<Role> {
  mayHandOut(actor, grants)
  if (await lockRole(tx, { name })) throw taken(name)
  const id = await insertRole(tx, name, grants)
  await track(tx, actor, 'role.created', id, { after: { name, grants } })
  return (await lockRole(tx, { id }))!
}

/** People who have the role have its new rights within a second. */
export async function changeRole(
  tx: Database,
  actor: Actor,
  id: string,
  if_match: number | null,
  change: RoleChange,
): Promise<Role> {
  const before = await own(tx, id)
  checkVersion(if_match, before.version)
  mayHandOut(actor, before.grants)
  const { name, grants } = { ...before, ...change }
  mayHandOut(actor, grants)
  if (name !== before.name && (await lockRole(tx, { name }))) throw taken(name)
  await updateRole(tx, id, { name, grants })
  await track(tx, actor, 'role.changed', id, difference({ name: before.name, grants: before.grants }, { name, grants }))
  return (await lockRole(tx, { id }))!
}

export async function deleteRole(tx: Database, actor: Actor, id: string): Promise<void> {
  const { name, people, grants } = await own(tx, id)
  if (people > 0)
    throw conflict('role_in_use', `${people} people have the role “${name}”. Give them another one first.`)
  await removeRole(tx, id)
  await track(tx, actor, 'role.deleted', id, { before: { name, grants } })
}

async function own(tx: Database, id: string): Promise<Role> {
  const role = await lockRole(tx, { id })
  if (!role) throw notFound()
  if (role.built_in)
    throw conflict('built_in_role', `The role “${role.name}” is built in. Make a role of your own from it.`)
  return role
}

function mayHandOut(actor: Actor, grants: Grants): void {
  if (!covers(actor.grants, grants)) throw forbidden('A role cannot have rights that you do not have yourself.')
}
const taken = (name: string) => conflict('name_taken', `There is a role “${name}” already.`)
