import type { Grants } from '#domain/permissions.ts'
import type { AsSeenQuery, Viewer } from '#domain/privacy.ts'
import { listRoles } from '#server/people/role-queries.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { listEntries } from '#server/time/queries.ts'
import { listViewers, mostViewers } from './queries.ts'

/** Somebody who manages the team this person alone is in: what they are given is the answer, not what we believe it to be. */
const managerOf = (person: Actor): Actor => ({
  ...person,
  id: null,
  role: 'manager',
  team: [person.id!],
  grants: { 'time:read': 'team', 'evidence:read': 'team' },
})

export const listAsSeen = (db: Database, actor: Actor, query: AsSeenQuery) => listEntries(db, managerOf(actor), query)

/** All who may see the person's time, by the rights of their roles as they are now. */
export async function findViewers(db: Database, actor: Actor): Promise<{ data: Viewer[]; more: boolean }> {
  const roles = await listRoles(db)
  const sights = roles.flatMap(({ name, grants }) => {
    const sees = grants['time:read']
    return sees === 'all' || sees === 'team' ? [{ role: name, sees, titles: titlesBy(grants) }] : []
  })
  const found = await listViewers(db, actor.id!, sights)
  return { data: found.slice(0, mostViewers), more: found.length > mostViewers }
}

const titlesBy = (held: Grants): Viewer['titles'] =>
  held['evidence:unlock'] ? 'with_a_reason' : held['evidence:read'] ? 'released' : 'never'
