import { holdsSeenProjects, withheld, type Archive, type ArchiveQuery } from '#domain/archives.ts'
import { sql, type Database } from '#server/platform/database.ts'
import { page } from '#server/platform/pages.ts'

const columns = sql`
  a.id, a.status, a.file_bytes, a.rows, a.created_by, a.finished_at, a.expires_at, a.version, a.created_at, a.updated_at
`

export const listArchives = (db: Database, query: ArchiveQuery) =>
  page(
    query,
    { created_at: { by: sql`a.created_at`, type: 'timestamptz' } },
    '-created_at',
    sql`a.id`,
    async ({ sort_key, after, order, limit }) => {
      const { rows } = await sql<Archive & { sort_key: string }>`
      select ${columns}, ${sort_key} as sort_key from archives a where ${after} ${order} ${limit}
    `.execute(db)
      return rows
    },
  )

export type ArchiveRow = Archive & { file_key: string | null }
export async function getArchive(db: Database, id: string): Promise<ArchiveRow | undefined> {
  const { rows } = await sql<ArchiveRow>`select ${columns}, a.file_key from archives a where a.id = ${id}`.execute(db)
  return rows[0]
}

/** Null while another one is being written. */
export async function insertArchive(tx: Database, created_by: string | null, days: number): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    insert into archives (status, created_by, expires_at)
    select 'writing', ${created_by}::uuid, now() + ${days} * interval '1 day'
    where not exists (select from archives where status = 'writing')
    returning id
  `.execute(tx)
  return rows[0]?.id ?? null
}

type Result = { status: 'done' | 'failed'; file_key?: string; file_bytes?: number }
export const finishArchive = (tx: Database, id: string, result: Result) =>
  tx
    .updateTable('archives')
    .set({ ...result, finished_at: sql`now()`, version: sql`version + 1`, updated_at: sql`now()` })
    .where('id', '=', id)
    .execute()

export const setRows = (db: Database, id: string, rows: Record<string, number>) =>
  sql`update archives set rows = ${JSON.stringify(rows)}::jsonb, updated_at = now() where id = ${id}`.execute(db)

/** Gives the files of archives whose time is over. */
export async function forgetExpired(db: Database): Promise<string[]> {
  const { rows } = await sql<{ file_key: string | null }>`
    delete from archives where expires_at < now() returning file_key
  `.execute(db)
  return rows.flatMap(({ file_key }) => file_key ?? [])
}

const fetched = 1_000
/** Every row of a table as JSON, without the columns that leave with nobody: pieces of one snapshot, in the caller's transaction. */
export async function* rowsOf(tx: Database, table: string): AsyncGenerator<string[]> {
  const name = sql.id(`archive_${table}`)
  const seen = holdsSeenProjects(table)
    ? sql`case when t.project_from_editor then '{project_name}' else '{}' end`
    : sql`'{}'`
  await sql`
    declare ${name} no scroll cursor for
    select (to_jsonb(t) - ${withheld(table)}::text[] - ${seen}::text[])::text as row from ${sql.table(table)} t
  `.execute(tx)
  for (;;) {
    const { rows } = await sql<{ row: string }>`fetch ${sql.raw(String(fetched))} from ${name}`.execute(tx)
    if (rows.length === 0) break
    yield rows.map(({ row }) => row)
  }
  await sql`close ${name}`.execute(tx)
}
