import type { Note, NoteInput, NotePatch, NoteVersions } from '#domain/notes.ts'
import { personOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { checkLive } from '#server/platform/deletion.ts'
import { notFound } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { checkParent } from './parents.ts'
import { getNote, insertNote, lockNote, rewriteNote, versionsOf } from './queries.ts'

export async function createNote(tx: Database, actor: Actor, input: NoteInput): Promise<Note> {
  await checkParent(tx, actor, input)
  const fields = { ...input, author_id: personOf(actor) }
  const id = await insertNote(tx, fields)
  await track(tx, actor, 'note.created', id, { after: fields })
  return (await getNote(tx, actor, id))!
}

/** Never silently: what it said stays readable. 404 for another person's note, 409, 412 as everywhere. */
export async function editNote(
  tx: Database,
  actor: Actor,
  id: string,
  { text }: NotePatch,
  if_match: number | null,
): Promise<Note> {
  const before = await lockNote(tx, actor, id)
  if (!before) throw notFound()
  checkLive(if_match, before)
  if (text !== undefined && text !== before.text) {
    await rewriteNote(tx, id, text)
    await track(tx, actor, 'note.changed', id, { before: { text: before.text }, after: { text } })
  }
  return (await getNote(tx, actor, id))!
}

export async function noteVersions(db: Database, actor: Actor, id: string): Promise<NoteVersions> {
  if (!(await getNote(db, actor, id))) throw notFound()
  return { data: await versionsOf(db, id) }
}
