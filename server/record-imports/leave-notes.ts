/** What a row says in words becomes a note on its record, unless that very note is there already. */
import type { ImportObject } from '#domain/import-fields.ts'
import { insertNotes, sameNotes } from '#server/notes/queries.ts'
import { personOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { uuidv7 } from '#server/platform/ids.ts'
import { trackAll } from '#server/platform/track.ts'
import type { Judged } from './judge-rows.ts'
import type { Written } from './row-queries.ts'

/** Gives the rows with the ids of the notes they left. */
export async function leaveNotes(
  tx: Database,
  actor: Actor,
  object: ImportObject,
  judged: Judged[],
  written: Written[],
): Promise<Written[]> {
  const texts = new Map(
    judged.flatMap(({ row, draft }) => (draft.note === null ? [] : [[row.id, draft.note] as const])),
  )
  const wanted = written.filter(({ id }) => texts.has(id))
  if (wanted.length === 0) return written
  const parent = `${object}_id` as const
  const there = await sameNotes(
    tx,
    parent,
    wanted.map(({ id, object_id }) => ({ parent_id: object_id, text: texts.get(id)! })),
  )
  const ids = new Map(wanted.filter((_, index) => !there[index]).map(({ id }) => [id, uuidv7()]))
  const notes = wanted
    .filter(({ id }) => ids.has(id))
    .map(({ id, object_id }) => ({
      id: ids.get(id)!,
      [parent]: object_id,
      author_id: personOf(actor),
      text: texts.get(id)!,
    }))
  if (notes.length > 0) await insertNotes(tx, notes)
  await trackAll(
    tx,
    actor,
    'note.created',
    notes.map(({ id, ...after }) => ({ id, after })),
  )
  return written.map((row) => ({ ...row, note_id: ids.get(row.id) ?? null }))
}
