/** The database Daybook works on: its own PostgreSQL in DATA_DIR, or the one DATABASE_URL names; migrated either way. */
import path from 'node:path'
import type { Config } from './platform/config.ts'
import { openPool } from './platform/database.ts'
import { ensureDatabase, startPostgres } from './platform/embedded-postgres.ts'
import { migrate } from './platform/migrate.ts'
import { migrateJobs } from './platform/worker.ts'

export type Started = {
  url: string
  /** Stops the embedded PostgreSQL if this process started it or took it over. */
  stop: () => Promise<void>
  /** It ran before us: as long as another Daybook may be using it, it is not ours to stop. */
  adopted: boolean
}

export const migrations = path.join(import.meta.dirname, '../migrations')

export async function startDatabase({
  database_url,
  data_dir,
}: Pick<Config, 'database_url' | 'data_dir'>): Promise<Started> {
  if (database_url !== null) return { url: database_url, stop: async () => {}, adopted: true }
  const postgres = await startPostgres({ dataDir: path.join(data_dir, 'postgres') })
  await ensureDatabase(postgres, 'daybook')
  return { url: postgres.url('daybook'), stop: postgres.stop, adopted: postgres.adopted }
}

/** Both kinds of tables, under locks; refuses a database of a newer version. */
export async function migrateDatabase(url: string): Promise<void> {
  const pool = openPool(url, { max: 2, statement_timeout_ms: 600_000 })
  try {
    await migrate(pool, { dir: migrations })
    await migrateJobs(pool)
  } finally {
    await pool.end()
  }
}
