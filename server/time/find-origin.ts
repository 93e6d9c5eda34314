import type { EntryOrigin } from '#domain/time.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { findRecording, findReshaping } from './origin-queries.ts'
import { getEntry, listRelated } from './queries.ts'

/** What leads from an entry back to what was recorded. Undefined for one the actor may not see. */
export async function findOrigin(db: Database, actor: Actor, id: string): Promise<EntryOrigin | undefined> {
  const entry = await getEntry(db, actor, id)
  if (!entry) return undefined
  const reshaped = await findReshaping(db, entry)
  const related = await listRelated(db, actor, { made_in: entry.made_in, ended_in: reshaped?.ended_in ?? null })
  const { how, by, at } = reshaped ?? {}
  return {
    recorded: await findRecording(db, id),
    reshaped: how && at ? { how, by: by ?? null, at } : null,
    originals: related.originals,
    parts: entry.ended_as === null ? [] : related.parts,
  }
}
