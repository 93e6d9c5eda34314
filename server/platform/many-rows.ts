/** Whole rows, hundreds at a time, in one statement. For the queries of rooms; what may be written is their business. */
import { jsonArrayOf, sql, type Database, type RawBuilder } from './database.ts'
import type { Tables } from './tables.ts'

/** Sets these columns of each row to what it says, and counts its version up. Gives the new versions. */
export async function updateMany(
  tx: Database,
  table: keyof Tables,
  columns: readonly string[],
  rows: readonly { id: string }[],
): Promise<{ id: string; version: number }[]> {
  if (rows.length === 0) return []
  const sets = sql.join(columns.map((column) => sql`${sql.ref(column)} = r.${sql.ref(column)}`))
  const result = await sql<{ id: string; version: number }>`
    update ${sql.table(table)} t set ${sets}, version = t.version + 1, updated_at = now()
    from jsonb_populate_recordset(null::${sql.table(table)}, ${jsonArrayOf(rows)}::jsonb) r
    where t.id = r.id
    returning t.id, t.version
  `.execute(tx)
  return result.rows
}

/** Lets rows that point to one record point to another: those that `which` says of `t`. Gives their ids. */
export async function repoint(
  tx: Database,
  table: keyof Tables,
  column: string,
  from: string,
  to: string,
  which: RawBuilder<unknown> = sql`true`,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update ${sql.table(table)} t set ${sql.ref(column)} = ${to}, version = t.version + 1, updated_at = now()
    where t.${sql.ref(column)} = ${from} and ${which}
    returning t.id
  `.execute(tx)
  return rows.map(({ id }) => id)
}
