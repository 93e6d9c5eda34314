/** A PostgreSQL of a bench's own, with a database to fill: gone, with its folder, when `drop` is called, unless BENCH_KEEP is set. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { startPostgres } from '#server/platform/embedded-postgres.ts'

export async function scratchDatabase(settings: Record<string, string> = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'daybook-bench-'))
  // PostgreSQL does not run as root, and must get to its folder
  chmodSync(folder, 0o755)
  const postgres = await startPostgres({ dataDir: path.join(folder, 'postgres'), settings })
  const admin = new pg.Client({ connectionString: postgres.url() })
  await admin.connect()
  await admin.query('create database bench')
  await admin.end()
  return {
    folder,
    url: postgres.url('bench'),
    pid: postgres.pid,
    async drop(): Promise<void> {
      if (process.env['BENCH_KEEP']) return console.log(`kept, with process ${postgres.pid}: ${postgres.url('bench')}`)
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
