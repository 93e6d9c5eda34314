/** How often something may be tried. Counted in the database, before the trying, so that a thousand tries at once count too. */
import { sql, type Database } from './database.ts'
import { Problem } from './errors.ts'

export type Limit = { key: string; most: number; window_seconds: number }

/** Counts one attempt against each limit; a crash may forget the last ones, so nobody waits for the disk. Gives how many it is now, limit by limit. @throws 429 with Retry-After when one of them is used up */
export async function attempt(db: Database, limits: Limit[]): Promise<number[]> {
  const { rows } = await sql<{ key: string; attempts: number; left_seconds: number }>`
    with soon as (select set_config('synchronous_commit', 'off', true) as unsynced)
    insert into throttles as t (key, attempts, resets_at)
    select key, 1, now() + seconds * interval '1 second'
    from unnest(${limits.map(({ key }) => key)}::text[], ${limits.map(({ window_seconds }) => window_seconds)}::int[]) as l (key, seconds), soon
    where unsynced is not null
    order by key
    on conflict (key) do update set
      attempts = case when t.resets_at <= now() then 1 else t.attempts + 1 end,
      resets_at = case when t.resets_at <= now() then excluded.resets_at else t.resets_at end
    returning key, attempts, ceil(extract(epoch from resets_at - now()))::int as left_seconds
  `.execute(db)
  const full = rows.filter(({ key, attempts }) => attempts > limits.find((limit) => limit.key === key)!.most)
  if (full.length === 0) return limits.map(({ key }) => rows.find((row) => row.key === key)!.attempts)
  const wait_seconds = Math.max(...full.map(({ left_seconds }) => left_seconds))
  throw new Problem(
    429,
    'too_many_attempts',
    `Too many attempts. Try again in ${Math.ceil(wait_seconds / 60)} minutes.`,
    { headers: { 'retry-after': String(wait_seconds) } },
  )
}

/**
 * What succeeded was no guess. Whoever proved who they are (`proven`) begins anew; where others are counted too (`shared`, an
 * address) only this one try is taken back, so that somebody with an account cannot wash their guesses at other accounts away.
 * Belongs outside the transaction of the success: all who come from one address share a row, and would wait for each other's
 * commit.
 */
export const forgive = (db: Database, { proven = [], shared = [] }: { proven?: string[]; shared?: string[] }) =>
  sql`
    with soon as (select set_config('synchronous_commit', 'off', true) as unsynced),
      anew as (delete from throttles using soon where unsynced is not null and key = any (${proven}))
    update throttles set attempts = attempts - 1 from soon
    where unsynced is not null and key = any (${shared}) and attempts > 0
  `.execute(db)

export const forgetOldThrottles = (db: Database) => sql`delete from throttles where resets_at < now()`.execute(db)
