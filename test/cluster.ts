/** One real PostgreSQL for the whole run, in memory where there is room; each test file gets a copy of a migrated template. */
import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startPostgres } from '#server/platform/embedded-postgres.ts'
import { migrateDatabase } from '#server/start-database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The owner's address of the database `postgres`. */
    postgres: string
    /** The application's address of the template: its role has its rights in every copy. */
    application: string
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
    project.provide('application', await makeTemplate(postgres.url))
  } catch (error) {
    await remove()
    throw error
  }
  project.provide('postgres', postgres.url())
  return remove
}

async function makeTemplate(url: (database?: string) => string): Promise<string> {
  const admin = new pg.Client({ connectionString: url() })
  await admin.connect()
  await admin.query('create database daybook_template')
  await admin.end()
  const ready = await migrateDatabase({ url: url('daybook_template'), secret: 'of the tests', app_url: null })
  return ready.url
}
