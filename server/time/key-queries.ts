/** Where entries are: one is looked up in its own month, not in each there is (migrations/0041). */
import { sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import { never } from '#server/platform/instants.ts'

export type Key = { id: string; start_time: string }

export async function findKeys(db: Database, ids: string[]): Promise<Key[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<Key>`select id, start_time from time_entry_keys where id = any (${ids})`.execute(db)
  return rows
}

/** Of `time_entries e` those with these keys. The range names the months: by the join alone all of them would be opened. */
export function found(keys: Key[], alias = 'e'): RawBuilder<unknown> {
  const [id, start] = [sql.ref(`${alias}.id`), sql.ref(`${alias}.start_time`)]
  if (keys.length === 0) return never(start)
  const starts = keys.map(({ start_time }) => start_time).toSorted()
  return sql`(
    (${id}, ${start}) in
      (select * from unnest(${keys.map(({ id }) => id)}::uuid[], ${keys.map(({ start_time }) => start_time)}::timestamptz[]))
    and ${start} between ${starts[0]}::timestamptz and ${starts.at(-1)}::timestamptz
  )`
}

/** Of `time_entries e` those with these ids. */
export const are = async (db: Database, ids: string[], alias = 'e'): Promise<RawBuilder<unknown>> =>
  found(await findKeys(db, ids), alias)
