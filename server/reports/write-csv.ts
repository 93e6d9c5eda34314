import { randomUUID } from 'node:crypto'
import { byteOrderMark, csvLine, type CsvDialect } from '#domain/csv.ts'
import { linesOf } from '#domain/report-files.ts'
import type { ReportCsvQuery, ReportName, ReportQuery } from '#domain/report-tables.ts'
import { findDialect } from '#server/people/csv-dialect.ts'
import type { Actor } from '#server/platform/actor.ts'
import { transact, type Database } from '#server/platform/database.ts'
import { Reply } from '#server/platform/serve.ts'
import { track } from '#server/platform/track.ts'
import { makeTable } from './make-table.ts'

/** What an integer of PostgreSQL holds. */
const everyRow = 2 ** 31 - 1

/** The whole table as a file, however long; who took what along is in the ledger before the first line is sent. */
export async function writeCsv(
  db: Database,
  actor: Actor,
  report: ReportName,
  { csv_dialect, ...query }: ReportCsvQuery,
  now_ms: number,
): Promise<Reply<AsyncIterable<string>>> {
  const [table, dialect] = await Promise.all([
    makeTable(db, actor, report, query, now_ms, everyRow),
    findDialect(db, actor, csv_dialect),
  ])
  await transact(db, (tx) =>
    track(tx, actor, 'export.made', randomUUID(), {
      after: { object: 'report', report, format: 'csv', filter: query },
    }),
  )
  return new Reply(200, lines(linesOf(table), dialect), {
    'content-disposition': `attachment; filename="${fileName(report, query)}.csv"`,
  })
}

export const fileName = (report: ReportName, { date_from, date_to }: ReportQuery): string =>
  [report, date_from, date_to].filter((part) => part !== undefined).join('-')

const atOnce = 500
async function* lines(rows: ReturnType<typeof linesOf>, dialect: CsvDialect): AsyncGenerator<string> {
  yield byteOrderMark
  for (let at = 0; at < rows.length; at += atOnce)
    yield rows
      .slice(at, at + atOnce)
      .map((cells) => csvLine(cells, dialect))
      .join('')
}
