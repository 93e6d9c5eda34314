/** Indexes of custom fields follow their definitions (migration 0050). Run twice, there is nothing left to do. */
import { sql, type Database } from '#server/platform/database.ts'
import { enqueue } from '#server/platform/worker.ts'

export async function indexFields(db: Database): Promise<void> {
  const { rows } = await sql<{ changed: string }>`
    select distinct changed from settle_custom_field_indexes() changed
  `.execute(db)
  // without it the planner knows nothing of the values
  for (const { changed } of rows) await sql`analyze ${sql.table(changed)}`.execute(db)
}

/** In the transaction of a definition; the lists are right before it has run, and quick after it. */
export const askForIndexes = (tx: Database) => enqueue(tx, 'index_custom_fields', {}, 'index_custom_fields')
