import type { Note } from '#domain/notes.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { checkLive, deletion, restoring } from '#server/platform/deletion.ts'
import { notFound } from '#server/platform/errors.ts'
import { difference, track } from '#server/platform/track.ts'
import { getNote, lockNote, updateNote } from './queries.ts'

/** Into the bin (docs/decisions/0006). 404, 412, and 409 where it is deleted already. */
export async function deleteNote(tx: Database, actor: Actor, id: string, if_match: number | null): Promise<Note> {
  const before = await lockNote(tx, actor, id, true)
  if (!before) throw notFound()
  checkLive(if_match, before)
  const mark = deletion(actor)
  await updateNote(tx, id, mark)
  await track(tx, actor, 'note.deleted', id, difference<object>(before, mark))
  return (await getNote(tx, actor, id))!
}

export async function restoreNote(tx: Database, actor: Actor, id: string): Promise<Note> {
  const before = await lockNote(tx, actor, id, true)
  if (!before) throw notFound()
  if (before.deleted_at !== null) {
    await updateNote(tx, id, restoring)
    await track(tx, actor, 'note.restored', id, difference<object>(before, restoring))
  }
  return (await getNote(tx, actor, id))!
}
