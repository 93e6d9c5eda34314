import { handOver as handOverAccounts } from '#server/accounts/queries.ts'
import { handOver as handOverContacts } from '#server/contacts/queries.ts'
import { handOver as handOverDeals } from '#server/deals/queries.ts'
import type { User } from '#domain/people.ts'
import { keepAnAdmin, lockLesser } from '#server/people/change-user.ts'
import { getUser, lockUser, updateUser } from '#server/people/queries.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, invalid } from '#server/platform/errors.ts'
import { track, trackAll } from '#server/platform/track.ts'
import { endSessions } from '#server/sessions/queries.ts'
import { handOver as handOverTasks } from '#server/tasks/queries.ts'

/** Signs the person out everywhere and gives accounts, contacts, deals and open tasks to `reassign_to`, or to nobody. Their time stays theirs. */
export async function deactivateUser(tx: Database, actor: Actor, id: string, reassign_to: string | null) {
  const user = await lockLesser(tx, actor, id)
  if (user.id === actor.id) throw conflict('oneself', 'You cannot deactivate yourself. Ask another admin.')
  if (user.disabled_at) throw conflict('deactivated', `${user.name} is deactivated already.`)
  await keepAnAdmin(tx, user)
  await checkHeir(tx, id, reassign_to)
  await updateUser(tx, id, { disabled_at: new Date() })
  await endSessions(tx, id, { but: null })
  const given = {
    accounts: await handOverAccounts(tx, id, reassign_to),
    contacts: await handOverContacts(tx, id, reassign_to),
    deals: await handOverDeals(tx, id, reassign_to),
    tasks: await handOverTasks(tx, id, reassign_to),
  }
  await noteGiven(tx, actor, given, id, reassign_to)
  const reassigned = {
    accounts: given.accounts.length,
    contacts: given.contacts.length,
    deals: given.deals.length,
    tasks: given.tasks.length,
  }
  await track(tx, actor, 'user.deactivated', id, { after: { reassign_to, ...reassigned } })
  return { user: (await getUser(tx, actor, id))!, reassigned }
}

async function checkHeir(tx: Database, id: string, heir_id: string | null): Promise<void> {
  if (heir_id === null) return
  const heir = await lockUser(tx, { id: heir_id })
  if (!heir || heir.disabled_at || heir_id === id)
    throw invalid('/reassign_to', 'unknown', 'There is no such active person to give it to.')
}

type Given = { accounts: string[]; contacts: string[]; deals: string[]; tasks: string[] }
async function noteGiven(tx: Database, actor: Actor, given: Given, from: string, to: string | null): Promise<void> {
  const changes = (ids: string[], field: string) =>
    ids.map((id) => ({ id, before: { [field]: from }, after: { [field]: to } }))
  await trackAll(tx, actor, 'account.changed', changes(given.accounts, 'owner_id'))
  await trackAll(tx, actor, 'contact.changed', changes(given.contacts, 'owner_id'))
  await trackAll(tx, actor, 'deal.changed', changes(given.deals, 'owner_id'))
  await trackAll(tx, actor, 'task.changed', changes(given.tasks, 'assigned_to'))
}

/** Lets the person in again, with the password they had. What was given away stays where it is. */
export async function reactivateUser(tx: Database, actor: Actor, id: string): Promise<User> {
  const user = await lockLesser(tx, actor, id)
  if (user.disabled_at) {
    await updateUser(tx, id, { disabled_at: null })
    await track(tx, actor, 'user.reactivated', id)
  }
  return (await getUser(tx, actor, id))!
}
