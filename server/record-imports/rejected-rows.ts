import { byteOrderMark, csvLine } from '#domain/csv.ts'
import type { CsvQuery } from '#domain/csv-fields.ts'
import type { RecordImport } from '#domain/record-imports.ts'
import { findDialect } from '#server/people/csv-dialect.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { listRows } from './row-queries.ts'

/** The failed rows as a file of the same columns, so that it can be corrected and imported: line and reasons stand in front. Page by page. */
export async function* rejectedRows(
  db: Database,
  actor: Actor,
  { id, columns }: RecordImport,
  { csv_dialect }: CsvQuery,
): AsyncGenerator<string> {
  const dialect = await findDialect(db, actor, csv_dialect)
  yield byteOrderMark + csvLine(['Line', 'Reason', ...columns.map(({ title }) => title)], dialect)
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await listRows(db, id, { action: 'fail', limit: 200, ...(cursor && { cursor }) })
    yield page.data
      .map(({ line, reasons, cells }) =>
        csvLine([line, reasons.map(({ message }) => message).join(' '), ...cells], dialect),
      )
      .join('')
    cursor = page.next_cursor
  }
}
