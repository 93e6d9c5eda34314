import { randomUUID } from 'node:crypto'
import { byteOrderMark, csvLine } from '#domain/csv.ts'
import { linesOf } from '#domain/report-files.ts'
import type { ReportName, ReportQuery } from '#domain/report-tables.ts'
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
  query: ReportQuery,
  now_ms: number,
): Promise<Reply<AsyncIterable<string>>> {
  const table = await makeTable(db, actor, report, query, now_ms, everyRow)
  await transact(db, (tx) =>
    track(tx, actor, 'export.made', randomUUID(), {
      after: { object: 'report', report, format: 'csv', filter: query },
    }),
  )
  return new Reply(200, lines(linesOf(table)), {
    'content-disposition': `attachment; filename="${fileName(report, query)}.csv"`,
  })
}

export const fileName = (report: ReportName, { date_from, date_to }: ReportQuery): string =>
  [report, date_from, date_to].filter((part) => part !== undefined).join('-')

const atOnce = 500
async function* lines(rows: ReturnType<typeof linesOf>): AsyncGenerator<string> {
  yield byteOrderMark
  for (let at = 0; at < rows.length; at += atOnce)
    yield rows
      .slice(at, at + atOnce)
      .map(csvLine)
      .join('')
}
