/** One real PostgreSQL for the whole run, in memory where there is room; each test file gets a copy of a migrated template. */
import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startPostgres } from '#server/platform/embedded-postgres.ts'
import { migrate } from '#server/platform/migrate.ts'
import { migrateJobs } from '#server/platform/worker.ts'
import { openPool } from '#server/platform/database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: string
  }
}

/** Disk is the cost: 11 to 33 s for what takes 4 s in memory. Containers often give /dev/shm only 64 MB. */
function roomyFolder(): string {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    if (bavail * bsize > 1.5 * 1024 ** 3) return '/dev/shm'
  } catch {
    // no /dev/shm on this system
  }
  return tmpdir()
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(roomyFolder(), 'daybook-test-'))
  chmodSync(folder, 0o755)
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: 200 }
  const postgres = await startPostgres({ dataDir: path.join(folder, 'postgres'), settings })
  const remove = async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await makeTemplate(postgres.url)
  } catch (error) {
    await remove()
    throw error
  }
  project.provide('postgres', postgres.url())
  return remove
}

async function makeTemplate(url: (database?: string) => string): Promise<void> {
  const admin = new pg.Client({ connectionString: url() })
  await admin.connect()
  await admin.query('create database daybook_template')
  const pool = openPool(url('daybook_template'), { statement_timeout_ms: 60_000 })
  await migrate(pool, { dir: path.join(import.meta.dirname, '../migrations') })
  await migrateJobs(pool)
  await pool.end()
  await admin.end()
}
