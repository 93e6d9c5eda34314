import { readRow, type RowPlan } from '#domain/import-rows.ts'
import type { Database } from '#server/platform/database.ts'
import { keepExternalIds } from './queries.ts'
import { nextSkipped } from './row-queries.ts'
import type { Batch } from './write-rows.ts'

const batchSize = 1_000

/** A row that was skipped because its record is here already still says what the other system calls it: a later file finds it by that. */
export async function keepSkippedIds(db: Database, { import_id, system, object }: Batch, plan: RowPlan): Promise<void> {
  if (![...plan.columns.values()].includes('external_id')) return
  for (let behind = 0; ;) {
    const rows = await nextSkipped(db, import_id, behind, batchSize)
    if (rows.length === 0) return
    behind = rows.at(-1)!.line
    const ids = rows.flatMap(({ cells, object_id }) => {
      const { external_id } = readRow(plan, cells)
      return external_id === null ? [] : [{ external_id, object_id }]
    })
    await keepExternalIds(db, import_id, system, object, ids)
  }
}
