/** Writes server/platform/tables.ts from a scratch database with all migrations. */
import { mkdtempSync, chmodSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openPool } from '#server/platform/database.ts'
import { startPostgres } from '#server/platform/embedded-postgres.ts'
import { migrate } from '#server/platform/migrate.ts'
import { tableTypes } from './table-types.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'daybook-types-'))
chmodSync(folder, 0o755)
const postgres = await startPostgres({ dataDir: path.join(folder, 'postgres'), settings: { fsync: 'off' } })
const pool = openPool(postgres.url())
try {
  await migrate(pool, { dir: path.join(import.meta.dirname, '../migrations') })
  writeFileSync(path.join(import.meta.dirname, '../server/platform/tables.ts'), await tableTypes(pool))
} finally {
  await pool.end()
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}
