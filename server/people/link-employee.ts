import type { Employee, EmployeeLinks } from '#domain/people.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, invalid, notFound } from '#server/platform/errors.ts'
import { track, trackAll } from '#server/platform/track.ts'
import { insertLinks, lockEmployee } from './employee-queries.ts'
import { lockUser, updateUser } from './queries.ts'

/** One person, one productivity user, decided by a person. The ledger of the productivity user is the history of its links. */
export async function linkEmployee(tx: Database, actor: Actor, id: string, user_id: string): Promise<Employee> {
  const employee = await lockEmployee(tx, id)
  if (!employee) throw notFound()
  if (employee.user_id === user_id) return employee
  if (employee.user_id) throw conflict('linked', `${employee.name} is linked to ${employee.user_name}. Unlink first.`)
  const user = await lockUser(tx, { id: user_id })
  if (!user || user.disabled_at)
    throw invalid('/user_id', 'unknown', 'There is no such person, or they are deactivated.')
  if (user.linked_employee_id)
    throw conflict('linked', `${user.name} is linked to another productivity user. Unlink first.`)
  await updateUser(tx, user_id, { linked_employee_id: id })
  await track(tx, actor, 'productivity_user.linked', id, { after: { user_id, external_id: employee.external_id } })
  return (await lockEmployee(tx, id))!
}

/** All or none. @throws 409 where one of them is linked meanwhile */
export async function linkEmployees(tx: Database, actor: Actor, { links }: EmployeeLinks): Promise<void> {
  const linked = await insertLinks(tx, links)
  if (linked.length < links.length)
    throw conflict('linked', 'One of them is linked already, or gone. Nothing was changed; look at the list again.')
  await trackAll(
    tx,
    actor,
    'productivity_user.linked',
    linked.map(({ id, user_id, external_id }) => ({ id, after: { user_id, external_id } })),
  )
}

export async function unlinkEmployee(tx: Database, actor: Actor, id: string): Promise<Employee> {
  const employee = await lockEmployee(tx, id)
  if (!employee) throw notFound()
  if (!employee.user_id) return employee
  await updateUser(tx, employee.user_id, { linked_employee_id: null })
  const before = { user_id: employee.user_id, external_id: employee.external_id }
  await track(tx, actor, 'productivity_user.unlinked', id, { before })
  return (await lockEmployee(tx, id))!
}
