import type { Note, NoteInput, NoteQuery, NoteVersions, ParentName } from '#domain/notes.ts'
import { scopeOf, type Actor } from '#server/platform/actor.ts'
import { all, jsonArrayOf, sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import type { Deletion } from '#server/platform/deletion.ts'
import { repoint } from '#server/platform/many-rows.ts'
import { page } from '#server/platform/pages.ts'
import { reachesNote, soleParent } from './parents.ts'

const columns = sql`
  n.id, n.account_id, n.contact_id, n.deal_id, n.task_id, n.author_id, u.name as author_name, n.text,
  exists (select from note_versions v where v.note_id = n.id) as edited,
  n.version, n.created_at, n.updated_at, n.deleted_at, n.deleted_by
`
const joins = sql`left join users u on u.id = n.author_id`
const sorts = { created_at: { by: sql`n.created_at`, type: 'timestamptz' } } as const

export function listNotes(db: Database, actor: Actor, query: NoteQuery) {
  const { name, id } = soleParent(query)
  return page(query, sorts, '-created_at', sql`n.id`, async ({ sort_key, after, order, limit }) => {
    const { rows } = await sql<Note & { sort_key: string }>`
      select ${columns}, ${sort_key} as sort_key
      from notes n ${joins}
      where ${all(
        after,
        sql`${sql.ref(`n.${name}`)} = ${id}`,
        query.deleted ? sql`n.deleted_at is not null` : sql`n.deleted_at is null`,
        reachesNote(actor, 'read'),
      )}
      ${order} ${limit}
    `.execute(db)
    return rows
  })
}

export async function getNote(db: Database, actor: Actor, id: string): Promise<Note | undefined> {
  const { rows } = await sql<Note>`
    select ${columns} from notes n ${joins} where n.id = ${id} and ${reachesNote(actor, 'read')}
  `.execute(db)
  return rows[0]
}

/**
 * The note, locked until the deed ends, where this actor may change it: it is theirs, and so is the right to write about what
 * it hangs on. `others`: also somebody else's, for those who may write about every record of the house.
 */
export const lockNote = (tx: Database, actor: Actor, id: string, others = false) =>
  tx
    .selectFrom('notes as n')
    .selectAll()
    .where('n.id', '=', id)
    .where(reachesNote(actor, 'write') as never)
    .where((others && writesAll(actor) ? sql`true` : sql`n.author_id = ${actor.id}::uuid`) as never)
    .forUpdate()
    .executeTakeFirst()

const writesAll = (actor: Actor) =>
  (['accounts:write', 'deals:write', 'tasks:write'] as const).every((right) => scopeOf(actor, right) === 'all')

export async function insertNote(tx: Database, fields: NoteInput & { author_id: string | null }): Promise<string> {
  return (await tx.insertInto('notes').values(fields).returning('id').executeTakeFirstOrThrow()).id
}

/** The text it had stays as an earlier version. */
export async function rewriteNote(tx: Database, id: string, text: string): Promise<void> {
  await sql`
    insert into note_versions (note_id, version, text, written_at) select id, version, text, updated_at from notes where id = ${id}
  `.execute(tx)
  await updateNote(tx, id, { text })
}

export const updateNote = (tx: Database, id: string, fields: Partial<Deletion & { text: string }>) =>
  tx
    .updateTable('notes')
    .set({ ...fields, version: sql`version + 1`, updated_at: sql`now()` })
    .where('id', '=', id)
    .execute()

export async function versionsOf(db: Database, id: string): Promise<NoteVersions['data']> {
  const { rows } = await sql<NoteVersions['data'][number]>`
    select version, text, written_at from note_versions where note_id = ${id} order by version desc limit 200
  `.execute(db)
  return rows
}

/** Many at once, with ids of the caller's. */
export const insertNotes = (tx: Database, rows: (NoteInput & { id: string; author_id: string | null })[]) =>
  tx.insertInto('notes').values(rows).execute()

/** Into the bin those that nobody edited since they were written. Gives which. */
export async function deleteUnedited(
  tx: Database,
  ids: string[],
  { deleted_at, deleted_by }: Deletion,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update notes set deleted_at = ${deleted_at}, deleted_by = ${deleted_by}, version = version + 1, updated_at = now()
    where id = any (${ids}) and version = 1 and deleted_at is null
    returning id
  `.execute(tx)
  return rows.map(({ id }) => id)
}

type Wanted = { parent_id: string; text: string }
/** Whether each of these notes is on its record already, in order. */
export async function sameNotes(tx: Database, parent: ParentName, notes: Wanted[]): Promise<boolean[]> {
  const { rows } = await sql<{ there: boolean }>`
    select exists (
      select from notes n where ${sql.ref(`n.${parent}`)} = w.parent_id and n.text = w.text and n.deleted_at is null
    ) as there
    from rows from (jsonb_to_recordset(${jsonArrayOf(notes)}::jsonb) as (parent_id uuid, text text)) with ordinality
      as w (parent_id, text, place)
    order by w.place
  `.execute(tx)
  return rows.map(({ there }) => there)
}

/** From one account or contact to another. */
export const moveNotes =
  (column: 'account_id' | 'contact_id') => (tx: Database, from: string, to: string, which?: RawBuilder<unknown>) =>
    repoint(tx, 'notes', column, from, to, which)
