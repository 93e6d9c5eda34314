import { transact, type Database } from '#server/platform/database.ts'
import { countAll, countNew } from './word-queries.ts'

/** One transaction's worth: a second or two. */
const most = 100_000

/** Job: the words of what was written since become ones that mistakes are corrected to. Run twice it finds nothing to do. */
export async function countNewWords(db: Database): Promise<void> {
  while ((await transact(db, (tx) => countNew(tx, most))) === most);
}

/** Job, nightly: counts all words, those of what was deleted are forgotten. Run twice it counts the same. */
export const countAllWords = (db: Database): Promise<void> => countAll(db)
