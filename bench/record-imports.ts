/**
 * `node --max-semi-space-size=16 --heap-growing-percent=50 bench/record-imports.ts [ROWS]`: contacts from a file of 100,000 rows: taken apart,
 * tried out, written; in seconds and memory. The settings of memory are those of `npm start`.
 */
import { createWriteStream, createReadStream } from 'node:fs'
import { once } from 'node:events'
import path from 'node:path'
import { grants } from '#domain/permissions.ts'
import { openDatabase, openPool, sql, transact } from '#server/platform/database.ts'
import { migrate } from '#server/platform/migrate.ts'
import { folderStorage } from '#server/platform/storage.ts'
import { migrateJobs } from '#server/platform/worker.ts'
import { answerImport } from '#server/record-imports/answer-import.ts'
import { checkImport } from '#server/record-imports/check-import.ts'
import { createImport } from '#server/record-imports/create-import.ts'
import { getImport } from '#server/record-imports/queries.ts'
import { readImport } from '#server/record-imports/read-import.ts'
import { runImport } from '#server/record-imports/run-import.ts'
import { startImport } from '#server/record-imports/start-import.ts'
import type { Actor } from '#server/platform/actor.ts'
import { processorTime, seconds } from './measure.ts'
import { scratchDatabase } from './scratch.ts'

const count = Number(process.argv[2] ?? 100_000)
const scratch = await scratchDatabase()
const pool = openPool(scratch.url, { statement_timeout_ms: 60_000 })
const db = openDatabase(pool)
const storage = folderStorage(path.join(scratch.folder, 'files'))
const file = path.join(scratch.folder, 'contacts.csv')

async function writeFile(): Promise<void> {
  const stream = createWriteStream(file)
  stream.write('Record ID,First Name,Last Name,Email,Phone Number,Associated Company,Job Title,Notes\n')
  for (let n = 0; n < count; n++) {
    const company = `${['North', 'Silver', 'Kestrel', 'Harbor', 'Juniper'][n % 5]} Works ${n % 5_000}`
    const line = `${n},Anna${n % 700},Müller${n % 9_000},anna.${n}@works${n % 5_000}.example,+49 30 ${n},"${company}, Ltd.",Head of ${n % 40},${n % 10 === 0 ? 'Met at the fair.' : ''}\n`
    if (!stream.write(line)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'finish')
}

/** Says how long it took, how much processor time here and in the database, and the memory behind it. */
async function measured(name: string, work: () => Promise<unknown>): Promise<number> {
  const [here, there] = [process.cpuUsage(), processorTime(scratch.pid)]
  const took_s = await seconds(work)
  const { user, system } = process.cpuUsage(here)
  const here_s = (user + system) / 1e6
  const there_s = processorTime(scratch.pid) - there
  console.log(
    `${name} in ${took_s.toFixed(1)} s (processor: ${here_s.toFixed(1)} s here, ${there_s.toFixed(1)} s in the database), memory ${megabytes()}`,
  )
  return took_s
}

const megabytes = () => `${Math.round(process.memoryUsage().rss / 1e6)} MB`
try {
  await migrate(pool, { dir: path.join(import.meta.dirname, '../migrations') })
  await migrateJobs(pool)
  const { rows } = await sql<{ id: string }>`
    insert into users (name, email, role) values ('Bench', 'bench@bench.example', 'admin') returning id
  `.execute(db)
  const actor: Actor = {
    kind: 'user',
    id: rows[0]!.id,
    name: 'Bench',
    role: 'admin',
    person_id: rows[0]!.id,
    team_id: null,
    team: [],
    zone: 'UTC',
    grants: grants.admin,
    session_id: null,
    viewing_as: null,
    source: 'import',
    ip: null,
    request_id: null,
  }
  await writeFile()
  const stored = await storage.put(createReadStream(file))
  const { id } = await transact(db, (tx) => createImport(tx, actor, stored, { file_name: 'contacts.csv' }))
  console.log(`${count.toLocaleString('en')} rows; memory at first ${megabytes()}`)
  const reading_s = await measured('taken apart', () => readImport(db, storage, id))
  await transact(db, (tx) => answerImport(tx, actor, id, {}, null))
  const checking_s = await measured('dry run', () => checkImport(db, id))
  await transact(db, (tx) => startImport(tx, actor, id))
  const running_s = await measured('written', () => runImport(db, id, Date.now()))
  const { counts, accounts_created } = (await getImport(db, actor, id))!
  console.log(`  → ${JSON.stringify(counts)}, ${accounts_created} accounts made`)
  const all_s = reading_s + checking_s + running_s
  console.log(`  → all of it in ${all_s.toFixed(1)} s (promised: 100,000 rows in at most 60 s)`)
} finally {
  await pool.end()
  await scratch.drop()
}
