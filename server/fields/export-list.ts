/** A list as CSV, read page by page through the list's own query: its rows are those one may see, and memory stays flat. */
import { randomUUID } from 'node:crypto'
import { byteOrderMark, csvLine, type CsvDialect } from '#domain/csv.ts'
import type { CsvQuery } from '#domain/csv-fields.ts'
import type { FieldObject } from '#domain/custom-fields.ts'
import { cellsOf, columnsOf, headingOf, type ExportColumn } from '#domain/list-export.ts'
import { findDialect } from '#server/people/csv-dialect.ts'
import type { Actor } from '#server/platform/actor.ts'
import { transact, type Database } from '#server/platform/database.ts'
import { Problem } from '#server/platform/errors.ts'
import { Reply } from '#server/platform/serve.ts'
import { track } from '#server/platform/track.ts'
import { listFields } from './queries.ts'

type Row = { metadata: Record<string, unknown> }
type Page = { data: Row[]; next_cursor: string | null }
type List = (query: { limit: number; cursor?: string }) => Promise<Page>

const atOnce = 1_000

/**
 * The answer of an export. Its first page is read before anything is sent, so that a wrong filter is a problem and no
 * broken file; who took what along is in the ledger before the first line is.
 */
export async function exportList(
  db: Database,
  actor: Actor,
  object: FieldObject,
  { columns: wanted, csv_dialect, ...filter }: { columns?: string } & CsvQuery,
  list: List,
): Promise<Reply<AsyncIterable<string>>> {
  const columns = chosen(columnsOf(object, await listFields(db, object)), wanted)
  const [first, dialect] = await Promise.all([list({ ...filter, limit: atOnce }), findDialect(db, actor, csv_dialect)])
  const names = columns.map(({ name }) => name)
  await transact(db, (tx) =>
    track(tx, actor, 'export.made', randomUUID(), { after: { object, filter, columns: names } }),
  )
  const next = (cursor: string) => list({ ...filter, limit: atOnce, cursor })
  return new Reply(200, lines(columns, dialect, first, next), {
    'content-disposition': `attachment; filename="${object}s.csv"`,
  })
}

async function* lines(
  columns: ExportColumn[],
  dialect: CsvDialect,
  first: Page,
  next: (cursor: string) => Promise<Page>,
): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(headingOf(columns), dialect)
  for (let page: Page | null = first; page; page = page.next_cursor === null ? null : await next(page.next_cursor))
    if (page.data.length > 0) yield page.data.map((row) => csvLine(cellsOf(columns, row), dialect)).join('')
}

/** The columns that were named, in that order; all of them where none were. @throws 400 for one there is not */
export function chosen(known: ExportColumn[], wanted: string | undefined): ExportColumn[] {
  if (wanted === undefined) return known
  return wanted.split(',').map((name) => {
    const column = known.find((one) => one.name === name)
    if (!column) throw unknownColumn(name, known)
    return column
  })
}

function unknownColumn(name: string, known: ExportColumn[]): Problem {
  const message = `Unknown column “${name}”. Known: ${known.map((one) => one.name).join(', ')}.`
  return new Problem(400, 'invalid_query', message, {
    errors: [{ pointer: '/columns', code: 'unknown_field', message }],
  })
}
