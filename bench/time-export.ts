/**
 * `node bench/time-export.ts [entries]`: all time entries of a company (1,000,000 unless said) leave as CSV, by finance, with every field: how
 * many rows a second, when the first byte comes, whether memory stays flat, how long others wait meanwhile; then the same to one who reads
 * slowly and goes half-way. With BENCH_DATABASE_URL
 * it asks a database that bench/years.ts filled, of the days that BENCH_DAYS (date_from=…&date_to=…) says, and changes nothing in it.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import path from 'node:path'
import pg from 'pg'
import { hashPassword } from '#server/people/passwords.ts'
import { migrateDatabase } from '#server/start-database.ts'
import { longestStall, memoryOf, signIn, type Server } from './children.ts'
import { fillMonths, fillSales } from './years.ts'
import { exportMemory } from './lists-export.ts'
import { seconds, timed } from './measure.ts'
import { scratchDatabase } from './scratch.ts'

const entries = Number(process.argv[2] ?? 1_000_000)
const months = 6
const password = 'bench-password'
const filled = process.env['BENCH_DATABASE_URL']
const scratch = filled
  ? null
  : await scratchDatabase({
      shared_buffers: '1GB',
      max_wal_size: '4GB',
      max_locks_per_transaction: '512',
      fsync: 'off',
    })
const url = filled ?? scratch!.url
const pool = new pg.Pool({ connectionString: url, max: 3 })
// the database may go before its last connection does
pool.on('error', () => {})

try {
  if (scratch) await migrateDatabase({ url, secret: 'of the bench', app_url: null })
  if (scratch) {
    await fillSales(pool)
    const took_s = await seconds(() => fillMonths(pool, 0, months, Math.ceil(entries / months)))
    console.log(`filled in ${took_s.toFixed(0)} s`)
    await pool.query('update users set password_hash = $1 where role = $2', [await hashPassword(password), 'admin'])
  }
  const child = fork(path.join(import.meta.dirname, 'http-servers.ts'), ['daybook'], {
    env: { ...process.env, DATABASE_URL: url },
  })
  const [{ address }] = (await once(child, 'message')) as [{ address: string }]
  try {
    await measure({ child, address })
  } finally {
    child.disconnect()
    await once(child, 'exit')
  }
} finally {
  await pool.end()
  await scratch?.drop()
}

async function measure(server: Server): Promise<void> {
  const token = await signIn(server, password)
  const days = process.env['BENCH_DAYS'] ?? ''
  const target = `/time-entries/export?sort=start_time${days && `&${days}`}`
  const { rows } = await pool.query<{ n: number }>('select sum(entries)::int as n from time_by_day')
  for (const round of [1, 2]) {
    let exported = 0
    const stall_ms = await longestStall(server, async () => (exported = await exportMemory(server, token, target)))
    console.log(`  round ${round}: the longest that the server stood still: ${stall_ms.toFixed(0)} ms`)
    if (days === '' && exported !== rows[0]!.n) throw new Error(`${exported} of ${rows[0]!.n} entries came`)
  }
  await goHalfWay(server, token, target)
}

/** Reads 64 kB a second, and after ten seconds no more. */
async function goHalfWay(server: Server, token: string, target: string): Promise<void> {
  const before = await memoryOf(server)
  const asked = request(`${server.address}/api/v1${target}`, { headers: { authorization: `Bearer ${token}` } })
  asked.on('error', () => {})
  asked.end()
  const [answer] = (await once(asked, 'response')) as [NodeJS.ReadableStream & { read: (n: number) => Buffer | null }]
  let most = before
  for (let second = 0; second < 10; second++) {
    answer.read(65_536)
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    const now = await memoryOf(server)
    if (now.rss_mb > most.rss_mb) most = now
  }
  asked.destroy()
  const ended_ms = await timed(async () => {
    const reading = `select from pg_stat_activity where query ~ 'long_file' and xact_start is not null and pid <> pg_backend_pid()`
    while ((await pool.query(reading)).rowCount !== 0) await new Promise((resolve) => setTimeout(resolve, 5))
  })
  console.log(`\nOne who reads 64 kB a second: ${before.rss_mb} MB resident before, ${most.rss_mb} MB at most`)
  console.log(`  gone half-way, the statement is over ${ended_ms.toFixed(0)} ms later`)
}
