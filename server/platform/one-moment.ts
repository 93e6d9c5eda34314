/** Several questions side by side that see the same moment: what is moved meanwhile is in none of their answers twice, and in none missing. */
import { sql, type Database } from './database.ts'

type Questions<T extends unknown[]> = { [K in keyof T]: (tx: Database) => Promise<T[K]> }

/** Each on a connection of its own, by which it may only read. The first holds the snapshot until all have ended. */
export function atOneMoment<T extends unknown[]>(db: Database, questions: Questions<T>): Promise<T> {
  const [first, ...others] = questions as ((tx: Database) => Promise<unknown>)[]
  return reading(db).execute(async (tx) => {
    const { rows } = await sql<{ snapshot: string }>`select pg_export_snapshot() as snapshot`.execute(tx)
    const same = sql.lit(rows[0]!.snapshot)
    return (await Promise.all([
      first!(tx),
      ...others.map((ask) =>
        reading(db).execute(async (beside) => {
          await sql`set transaction snapshot ${same}`.execute(beside)
          return ask(beside)
        }),
      ),
    ])) as T
  })
}

const reading = (db: Database) => db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only')
