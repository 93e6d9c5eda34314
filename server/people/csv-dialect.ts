import { dialectOf, type CsvDialect } from '#domain/csv.ts'
import { personOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { findUser } from './queries.ts'

/** How a CSV is written: as asked for, else as the person prefers; programs have it the same always. */
export async function findDialect(db: Database, actor: Actor, asked: CsvDialect | undefined): Promise<CsvDialect> {
  if (asked !== undefined) return asked
  const id = personOf(actor)
  const person = id === null ? undefined : await findUser(db, id)
  return person ? dialectOf(person.preferences.csv_dialect, person.locale) : 'comma_point'
}
