/** The rows of a file, between the file and the records they become. */
import type { ImportedRow, ImportedRowQuery, RowAction, RowReason } from '#domain/record-imports.ts'
import type { Row } from '#domain/toggl.ts'
import { all, jsonArrayOf, sql, type Database } from '#server/platform/database.ts'
import { page } from '#server/platform/pages.ts'

const columns = sql`r.id, r.line, r.cells, r.action, r.reasons, r.object_id, r.written`
export type StagedRow = { id: string; line: number; cells: string[]; action: RowAction | null }

export const listRows = (db: Database, import_id: string, query: ImportedRowQuery) =>
  page(
    query,
    { line: { by: sql`r.line`, type: 'integer' } },
    'line',
    sql`r.id`,
    async ({ sort_key, after, order, limit }) => {
      const { rows } = await sql<ImportedRow & { sort_key: string }>`
      select ${columns}, ${sort_key} as sort_key from record_import_rows r
      where ${all(
        after,
        sql`r.import_id = ${import_id}`,
        query.action !== undefined && sql`r.action = ${query.action}`,
      )}
      ${order} ${limit}
    `.execute(db)
      return rows
    },
  )

export const forgetRows = (tx: Database, import_id: string) =>
  sql`delete from record_import_rows where import_id = ${import_id}`.execute(tx)

export const stageRows = (tx: Database, import_id: string, rows: Row[]) =>
  sql`
    insert into record_import_rows (import_id, line, cells)
    select ${import_id}::uuid, (r ->> 'line')::int, array(select jsonb_array_elements_text(r -> 'cells'))
    from jsonb_array_elements(${jsonArrayOf(rows)}::jsonb) as r
  `.execute(tx)

/** Rows of a piece may be short of their number, never of one: rows with long cells would not fit into memory. */
const mostBytes = 4_000_000
const withinBytes = (rows: ReturnType<typeof sql>) => sql`
  select * from (
    select r.*, sum(octet_length(r.cells::text)) over (order by r.line) - octet_length(r.cells::text) as bytes_before from (${rows}) r
  ) f
  where bytes_before < ${mostBytes}
`

/** The next rows behind a line. `open`: only those that a run still has to write. */
export async function nextRows(
  db: Database,
  import_id: string,
  behind: number,
  limit: number,
  open: boolean,
): Promise<StagedRow[]> {
  const next = sql`
    select r.id, r.line, r.cells, r.action from record_import_rows r
    where ${all(
      sql`r.import_id = ${import_id}`,
      sql`r.line > ${behind}`,
      open && sql`r.action in ('create', 'update')`,
      open && sql`not r.written`,
    )}
    order by r.line limit ${limit}
  `
  const { rows } =
    await sql<StagedRow>`select id, line, cells, action from (${withinBytes(next)}) n order by line`.execute(db)
  return rows
}

/** The next rows behind a line that were skipped for a record that is here already. */
export async function nextSkipped(
  db: Database,
  import_id: string,
  behind: number,
  limit: number,
): Promise<{ line: number; cells: string[]; object_id: string }[]> {
  const next = sql`
    select r.line, r.cells, r.object_id from record_import_rows r
    where r.import_id = ${import_id} and r.line > ${behind} and r.action = 'skip' and r.object_id is not null
    order by r.line limit ${limit}
  `
  const { rows } = await sql<{
    line: number
    cells: string[]
    object_id: string
  }>`select line, cells, object_id from (${withinBytes(next)}) n order by line`.execute(db)
  return rows
}

export async function lockRow(tx: Database, import_id: string, id: string): Promise<StagedRow | undefined> {
  const { rows } = await sql<StagedRow>`
    select r.id, r.line, r.cells, r.action from record_import_rows r
    where r.import_id = ${import_id} and r.id = ${id} for update
  `.execute(tx)
  return rows[0]
}

export const setCells = (tx: Database, id: string, cells: string[]) =>
  sql`update record_import_rows set cells = ${cells} where id = ${id}`.execute(tx)

export async function getRow(db: Database, id: string): Promise<ImportedRow> {
  const { rows } = await sql<ImportedRow>`select ${columns} from record_import_rows r where r.id = ${id}`.execute(db)
  return rows[0]!
}

export type Verdict = { id: string; action: RowAction; reasons: RowReason[]; object_id: string | null }
export const setVerdicts = (tx: Database, verdicts: Verdict[]) =>
  sql`
    update record_import_rows r set action = v.action, reasons = v.reasons, object_id = v.object_id
    from jsonb_to_recordset(${jsonArrayOf(verdicts)}::jsonb) as v (id uuid, action text, reasons jsonb, object_id uuid)
    where r.id = v.id
  `.execute(tx)

export type Written = { id: string; object_id: string; before: object | null; version: number; note_id: string | null }
export const markWritten = (tx: Database, rows: Written[]) =>
  sql`
    update record_import_rows r
    set written = true, object_id = w.object_id, before = nullif(w.before, 'null'::jsonb), version = w.version, note_id = w.note_id
    from jsonb_to_recordset(${jsonArrayOf(rows)}::jsonb) as w (id uuid, object_id uuid, before jsonb, version integer, note_id uuid)
    where r.id = w.id
  `.execute(tx)

export type WrittenRow = {
  id: string
  object_id: string
  before: Record<string, unknown> | null
  version: number
  note_id: string | null
}
/** The last written first, so that two rows of one record are undone in the order they need. */
export async function nextWritten(db: Database, import_id: string, limit: number): Promise<WrittenRow[]> {
  const { rows } = await sql<WrittenRow>`
    select r.id, r.object_id, r.before, r.version, r.note_id from record_import_rows r
    where r.import_id = ${import_id} and r.written
    order by r.line desc limit ${limit}
  `.execute(db)
  return rows
}

export const markUndone = (tx: Database, ids: string[]) =>
  sql`update record_import_rows set written = false where id = any (${ids})`.execute(tx)
