import type { Note, NoteInput, NoteQuery, NoteVersions } from '#domain/notes.ts'
import { scopeOf, type Actor } from '#server/platform/actor.ts'
import { all, sql, type Database } from '#server/platform/database.ts'
import type { Deletion } from '#server/platform/deletion.ts'
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
