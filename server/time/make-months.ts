import { sql, type Database } from '#server/platform/database.ts'

/**
 * The tables of this month and the next three, before anybody needs them; the sums PostgreSQL plans by, which it does not renew by
 * itself for a table in parts. Idempotent: what is there is left.
 */
export async function makeMonthsAhead(db: Database): Promise<void> {
  await sql`select make_time_months(array(select now() + n * interval '1 month' from generate_series(0, 3) n))`.execute(
    db,
  )
  await sql`analyze only time_entries`.execute(db)
}
