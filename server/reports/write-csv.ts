import { randomUUID } from 'node:crypto'
import { csvLine } from '#domain/csv.ts'
import { linesOf } from '#domain/report-files.ts'
import { mostRows, type ReportName, type ReportQuery } from '#domain/report-tables.ts'
import type { Actor } from '#server/platform/actor.ts'
import { transact, type Database } from '#server/platform/database.ts'
import { Reply } from '#server/platform/serve.ts'
import { track } from '#server/platform/track.ts'
import { makeTable } from './make-table.ts'

/** Without it Excel takes UTF-8 for something else. */
const byteOrderMark = '\ufeff'

/** The table as a file; who took what along is in the ledger before the first line is sent. */
export async function writeCsv(
  db: Database,
  actor: Actor,
  report: ReportName,
  query: ReportQuery,
  now_ms: number,
): Promise<Reply<AsyncIterable<string>>> {
  const table = await makeTable(db, actor, report, { limit: mostRows, ...query }, now_ms)
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

async function* lines(rows: ReturnType<typeof linesOf>): AsyncGenerator<string> {
  yield byteOrderMark
  for (const row of rows) yield csvLine(row)
}
