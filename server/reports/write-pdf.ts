import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { printReport } from '#domain/report-print.ts'
import { mostRows, type ReportName, type ReportQuery } from '#domain/report-tables.ts'
import { findUser } from '#server/people/queries.ts'
import { findWorkspace } from '#server/people/workspace-queries.ts'
import type { Actor } from '#server/platform/actor.ts'
import { transact, type Database } from '#server/platform/database.ts'
import { printable } from '#server/platform/document-fonts.ts'
import { renderPdf } from '#server/platform/pdf.ts'
import { Reply } from '#server/platform/serve.ts'
import { track } from '#server/platform/track.ts'
import { kinds } from './kinds.ts'
import { makeTable } from './make-table.ts'
import { fileName } from './write-csv.ts'

const template = readFileSync(path.join(import.meta.dirname, 'report.typ'), 'utf8')

/** The table as a document, in the reader's way of writing numbers; who took what along is in the ledger before it is sent. */
export async function writePdf(
  db: Database,
  actor: Actor,
  report: ReportName,
  query: ReportQuery,
  now_ms: number,
): Promise<Reply<AsyncIterable<Uint8Array>>> {
  const table = await makeTable(db, actor, report, query, now_ms, mostRows)
  const [{ name: workspace }, locale] = await Promise.all([findWorkspace(db), localeOf(db, actor)])
  const pdf = await renderPdf(
    template,
    {
      ...printReport(table, locale),
      workspace,
      name: kinds.find((kind) => kind.report === report)!.name,
      made: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: actor.zone }).format(now_ms),
    },
    now_ms,
  )
  await transact(db, (tx) =>
    track(tx, actor, 'export.made', randomUUID(), {
      after: { object: 'report', report, format: 'pdf', filter: query },
    }),
  )
  return new Reply(200, whole(pdf), {
    'content-disposition': `attachment; filename="${fileName(report, query)}.pdf"`,
  })
}

async function localeOf(db: Database, { person_id }: Actor): Promise<string> {
  return printable((person_id && (await findUser(db, person_id))?.locale) || 'en-GB')
}

async function* whole(pdf: Buffer): AsyncGenerator<Uint8Array> {
  yield pdf
}
