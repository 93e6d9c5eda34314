import { sql, type Database } from '#server/platform/database.ts'

/** One deed at a time of a person, where two at once would not see each other; their agent goes on meanwhile. */
export const takeTurn = (tx: Database, user_id: string) =>
  sql`select from users where id = ${user_id} for no key update`.execute(tx)
