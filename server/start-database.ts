/** The database Daybook works on: its own PostgreSQL in DATA_DIR, or the one DATABASE_URL names; migrated either way. */
import path from 'node:path'
import type pg from 'pg'
import { openApplicationRole, useApplicationRole } from './platform/application-role.ts'
import type { Config } from './platform/config.ts'
import { openPool } from './platform/database.ts'
import { ensureDatabase, startPostgres } from './platform/embedded-postgres.ts'
import { migrate } from './platform/migrate.ts'
import { deriveKey } from './platform/secrets.ts'
import { migrateJobs } from './platform/worker.ts'

export type Started = {
  /** The owner's: for migrations and for the lock of an instance. */
  url: string
  /** What the password of the application's role comes from: whoever opens this database has the same. */
  secret: string
  /** The login of the application where it is given; else null. */
  app_url: string | null
  /** Stops the embedded PostgreSQL if this process started it or took it over. */
  stop: () => Promise<void>
  /** It ran before us: as long as another Daybook may be using it, it is not ours to stop. */
  adopted: boolean
}

export const migrations = path.join(import.meta.dirname, '../migrations')

export async function startDatabase({
  database_url,
  app_database_url,
  secret_key,
  data_dir,
}: Pick<Config, 'database_url' | 'app_database_url' | 'secret_key' | 'data_dir'>): Promise<Started> {
  if (database_url !== null) {
    const secret = secret_key!.split(',')[0]!
    return { url: database_url, secret, app_url: app_database_url, stop: async () => {}, adopted: true }
  }
  const postgres = await startPostgres({ dataDir: path.join(data_dir, 'postgres') })
  await ensureDatabase(postgres, 'daybook')
  const { stop, adopted } = postgres
  const url = postgres.url('daybook')
  // the cluster's own: a command beside a running Daybook may not know the SECRET_KEY it was started with
  return { url, secret: new URL(url).password, app_url: null, stop, adopted }
}

/** `remark`: what keeps the application from working as a role of its own, for whoever runs Daybook; null when nothing does. */
export type Ready = { url: string; remark: string | null }

/** Both kinds of tables, under locks, and the role that works on them; refuses a database of a newer version. */
export async function migrateDatabase(started: Pick<Started, 'url' | 'secret' | 'app_url'>): Promise<Ready> {
  const pool = openPool(started.url, { max: 2, statement_timeout_ms: 600_000 })
  try {
    await migrate(pool, { dir: migrations })
    await migrateJobs(pool)
    const url = await applicationUrl(pool, started)
    return url === null ? { url: started.url, remark: ownerAtWork } : { url, remark: null }
  } finally {
    await pool.end()
  }
}

function applicationUrl(pool: pg.Pool, { url, secret, app_url }: Pick<Started, 'url' | 'secret' | 'app_url'>) {
  if (app_url !== null) return useApplicationRole(pool, app_url)
  return openApplicationRole(pool, url, deriveKey(secret, 'application role').toString('base64url'))
}

const ownerAtWork =
  'Daybook works as the owner of its tables, because the user of DATABASE_URL may not make a role for it or that role cannot sign in. Give that user CREATEROLE, or a role of its own in APP_DATABASE_URL.'
