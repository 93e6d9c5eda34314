/**
 * `node --max-semi-space-size=16 --heap-growing-percent=50 bench/large-files.ts [MEGABYTES]`: files of 100 MB, good ones and ones that are none,
 * taken apart into rows as the job does it: in seconds, and in memory at most. The settings of memory are those of `npm start`.
 */
import path from 'node:path'
import { Readable } from 'node:stream'
import { grants } from '#domain/permissions.ts'
import { systemActor } from '#server/platform/actor.ts'
import { openDatabase, openPool, sql, transact } from '#server/platform/database.ts'
import { migrate } from '#server/platform/migrate.ts'
import { folderStorage } from '#server/platform/storage.ts'
import { migrateJobs } from '#server/platform/worker.ts'
import { createImport } from '#server/record-imports/create-import.ts'
import { findImport } from '#server/record-imports/queries.ts'
import { readImport } from '#server/record-imports/read-import.ts'
import { seconds } from './measure.ts'
import { scratchDatabase } from './scratch.ts'

const bytes = Number(process.argv[2] ?? 100) * 1e6
const header = 'First Name,Last Name,Email,Phone Number,Associated Company,Notes\n'
const row = (n: number, note: string) =>
  `Anna${n},Müller${n},anna.${n}@works.example,+49 30 ${n},North Works ${n % 5_000},${note}\n`
const files: Record<string, [head: string, piece: (n: number) => string]> = {
  'a table of short rows': [header, (n) => row(n, 'Met at the fair, in the morning of the second day.'.repeat(2))],
  'a table of rows of 200,000 signs': [header, (n) => row(n, 'word '.repeat(40_000))],
  'one row without an end': [header, () => 'word,'.repeat(10_000)],
  'a quote that is never closed': [`${header}"Anna,Müller\n`, (n) => row(n, 'x'.repeat(100))],
  'a quote open in every row': [header, (n) => `"${row(n, 'x'.repeat(1_000))}`],
  'vCards with pictures of 100,000 signs': [
    '',
    (n) => `BEGIN:VCARD\nVERSION:3.0\nFN:Anna ${n}\nPHOTO;ENCODING=b:${'QUJD'.repeat(25_000)}\nEND:VCARD\n`,
  ],
  'a vCard without an end': ['BEGIN:VCARD\nVERSION:3.0\nFN:Anna\n', () => `PHOTO:${'QUJD'.repeat(10_000)}\n`],
}

const scratch = await scratchDatabase()
const pool = openPool(scratch.url, { statement_timeout_ms: 60_000 })
const db = openDatabase(pool)
const storage = folderStorage(path.join(scratch.folder, 'files'))
const actor = systemActor('command', grants.admin)
const megabytes = () => Math.round(process.memoryUsage().rss / 1e6)

function* piecesOf([head, piece]: [string, (n: number) => string]): Generator<Buffer> {
  yield Buffer.from(head)
  for (let [written, n] = [0, 0]; written < bytes; n++) {
    const next = Buffer.from(piece(n))
    written += next.length
    yield next
  }
}

try {
  await migrate(pool, { dir: path.join(import.meta.dirname, '../migrations') })
  await migrateJobs(pool)
  for (const [name, file] of Object.entries(files)) {
    const stored = await storage.put(Readable.from(piecesOf(file)))
    const { id } = await transact(db, (tx) => createImport(tx, actor, stored, { file_name: 'large' }))
    let most = megabytes()
    const before = most
    const watch = setInterval(() => (most = Math.max(most, megabytes())), 20)
    const took_s = await seconds(() => readImport(db, storage, id))
    clearInterval(watch)
    const { status, rows, failure } = (await findImport(db, id))!
    console.log(
      `${name}: ${took_s.toFixed(1)} s, memory ${before} MB before, ${most} MB at most; ${status === 'failed' ? failure : `${rows.toLocaleString('en')} rows`}`,
    )
    await sql`truncate record_import_rows cascade`.execute(db)
  }
} finally {
  await pool.end()
  await scratch.drop()
}
