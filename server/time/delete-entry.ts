import type { TimeEntry } from '#domain/time.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, notFound, stale } from '#server/platform/errors.ts'
import { bulkEntries } from './bulk-entries.ts'
import { getEntry } from './queries.ts'

/** 404 where it is not the actor's to change; 409 for what was split or merged. Deleted already: as it is. */
export async function deleteEntry(tx: Database, actor: Actor, id: string, if_match: number | null): Promise<TimeEntry> {
  return one(tx, actor, id, { ids: [id], delete: true, ...(if_match !== null && { versions: [if_match] }) })
}

/** 409 too where what counts now would be billable twice with it. */
export const restoreEntry = (tx: Database, actor: Actor, id: string): Promise<TimeEntry> =>
  one(tx, actor, id, { ids: [id], restore: true })

async function one(
  tx: Database,
  actor: Actor,
  id: string,
  order: Parameters<typeof bulkEntries>[2],
): Promise<TimeEntry> {
  const [result] = (await bulkEntries(tx, actor, order)).results
  const { code, message, version } = result!
  if (code === 'not_found') throw notFound()
  if (code === 'changed_since') throw stale(version!)
  if (code !== null) throw conflict(code, message!)
  return (await getEntry(tx, actor, id))!
}
