import type { TimeEntry } from '#domain/time.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { trackAll } from '#server/platform/track.ts'

type Read = Pick<TimeEntry, 'id' | 'user_id' | 'title' | 'url' | 'app' | 'project_name' | 'project_from_editor'>
const isForeignEvidence = (
  { user_id, title, url, app, project_name, project_from_editor }: Read,
  actor: Actor,
): boolean =>
  user_id !== actor.id &&
  (title !== null || url !== null || app !== null || (project_from_editor && project_name !== null))

/** Reading another person's titles is a deed like any other: one row of the ledger for each person who was read. */
export async function noteReads(db: Database, actor: Actor, rows: Read[]): Promise<void> {
  const read = rows.filter((row) => isForeignEvidence(row, actor))
  if (read.length === 0) return
  const byPerson = Map.groupBy(read, ({ user_id }) => user_id)
  await trackAll(
    db,
    actor,
    'evidence.read',
    [...byPerson].map(([id, entries]) => ({ id, after: { entries: entries.map((entry) => entry.id) } })),
  )
}

/** The one entry an answer gives back, whatever was done to it. */
export async function noted<E extends Read>(db: Database, actor: Actor, entry: E): Promise<E> {
  await noteReads(db, actor, [entry])
  return entry
}

/** An answer that is kept, so that the deed can be sent again, says nothing of another's screen: it would for as long as it is kept. */
export const withoutEvidence = <E extends Read>(actor: Actor, entry: E): E =>
  isForeignEvidence(entry, actor)
    ? {
        ...entry,
        title: null,
        url: null,
        app: null,
        ...(entry.project_from_editor && { project_name: null, project_from_editor: false }),
      }
    : entry
