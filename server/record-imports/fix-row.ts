import type { ImportedRow, RowFix } from '#domain/record-imports.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, invalid, notFound } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { openJudge, verdictOf } from './check-import.ts'
import { lockImport } from './queries.ts'
import { getRow, lockRow, setCells, setVerdicts } from './row-queries.ts'

/** Cells are corrected before the run, and the row is judged at once. The file itself stays as it was uploaded. */
export async function fixRow(
  tx: Database,
  actor: Actor,
  id: string,
  row_id: string,
  { cells }: RowFix,
): Promise<ImportedRow> {
  const found = await lockImport(tx, actor, id)
  const row = found && (await lockRow(tx, id, row_id))
  if (!row) throw notFound()
  if (found.status !== 'checked')
    throw conflict('not_checked', 'Rows are corrected after the dry run and before the run.')
  const corrected = [...row.cells]
  for (const [column, text] of Object.entries(cells)) {
    if (Number(column) >= found.columns.length)
      throw invalid(`/cells/${column}`, 'unknown_column', `The file has ${found.columns.length} columns.`)
    while (corrected.length <= Number(column)) corrected.push('')
    corrected[Number(column)] = text
  }
  await setCells(tx, row_id, corrected)
  const { judge } = await openJudge(tx, actor, found)
  await setVerdicts(tx, (await judge(tx, [{ ...row, cells: corrected }])).map(verdictOf))
  await track(tx, actor, 'record_import.row_corrected', id, {
    after: { line: row.line, columns: Object.keys(cells).map(Number) },
  })
  return getRow(tx, row_id)
}
