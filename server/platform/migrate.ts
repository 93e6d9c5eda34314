/** Migrations are plain SQL files, run once each, in order, under a lock. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type pg from 'pg'

type Migration = { name: string; sql: string; checksum: string }
const lock = 7_305_811_243

/** The database is not one this version of Daybook can work on; the message says which of the two has to change. */
export class MigrationRefused extends Error {}

/**
 * Applies what is missing, each file in a transaction. Safe when two start at once: the second waits and finds nothing to
 * do. Refuses a database that knows a migration this code does not, and a migration that was changed after it was applied.
 */
export async function migrate(pool: pg.Pool, { dir }: { dir: string }): Promise<{ applied: string[] }> {
  const client = await pool.connect()
  try {
    await client.query(`set statement_timeout = 0; set lock_timeout = 0; select pg_advisory_lock(${lock})`)
    await client.query(`
      create table if not exists migrations (name text primary key, checksum text not null, applied_at timestamptz(3) not null default now())`)
    const { rows } = await client.query<{ name: string; checksum: string }>(
      'select name, checksum from migrations order by name',
    )
    const missing = compare(read(dir), rows)
    for (const migration of missing) await apply(client, migration)
    return { applied: missing.map(({ name }) => name) }
  } finally {
    await client.query(`select pg_advisory_unlock(${lock})`).catch(() => {})
    // its session settings must not go back to the pool
    client.release(true)
  }
}

function read(dir: string): Migration[] {
  const names = readdirSync(dir)
    .filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name))
    .sort()
  return names.map((name) => {
    const sql = readFileSync(path.join(dir, name), 'utf8')
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
  })
}

function compare(known: Migration[], applied: { name: string; checksum: string }[]): Migration[] {
  const here = new Map(known.map((migration) => [migration.name, migration]))
  for (const { name, checksum } of applied) {
    const migration = here.get(name)
    if (!migration)
      throw new MigrationRefused(
        `This database belongs to a newer version of Daybook: it has the migration ${name}, which this version does not know. Start the newer version.`,
      )
    if (migration.checksum !== checksum)
      throw new MigrationRefused(
        `The migration ${name} was changed after it had been applied to this database. Restore the file and put the change into a new migration.`,
      )
  }
  const done = new Set(applied.map(({ name }) => name))
  return known.filter(({ name }) => !done.has(name))
}

/** A lock that cannot be had at once is waited for in short tries, so that nobody queues behind us. */
async function apply(client: pg.PoolClient, { name, sql, checksum }: Migration): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query('begin')
      await client.query("set local lock_timeout = '300ms'")
      await client.query(sql)
      await client.query('insert into migrations (name, checksum) values ($1, $2)', [name, checksum])
      await client.query('commit')
      return
    } catch (error) {
      await client.query('rollback')
      const busy = (error as { code?: string }).code === '55P03'
      if (!busy || attempt === 20)
        throw new Error(`Migration ${name} failed: ${(error as Error).message}`, { cause: error })
      await new Promise((resolve) => setTimeout(resolve, 200 * attempt))
    }
  }
}
