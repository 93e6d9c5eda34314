/**
 * `node bench/documents.ts`: a report of 20 pages as PDF, over HTTP: the first one that a server makes (fonts and compiler are read for
 * it) and those after it, RUNS (20) each a little different; at most a second is promised. Beside it how long the server stood still for others
 * at most while one is made, and what it keeps in memory.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import pg from 'pg'
import { hashPassword } from '#server/people/passwords.ts'
import { migrateDatabase } from '#server/start-database.ts'
import { sumMonths } from '#test/month-sums.ts'
import { pagesOf } from '#test/pdf.ts'
import { cpuOf, longestStall, memoryOf, signIn, type Server } from './children.ts'
import { fillCompany } from './company.ts'
import { middle, timed } from './measure.ts'
import { scratchDatabase } from './scratch.ts'

const runs = Number(process.env['RUNS'] ?? 20)
const password = 'bench-password'
const scratch = await scratchDatabase({ fsync: 'off' })
const pool = new pg.Pool({ connectionString: scratch.url, max: 2 })
try {
  const { url } = await migrateDatabase({ url: scratch.url, secret: 'of the bench', app_url: null })
  await fillCompany(pool)
  await pool.query('update users set password_hash = $1', [await hashPassword(password)])
  await pool.query(`
    insert into time_by_day (day, user_id, account_id, deal_id, status, entries, seconds, billable_seconds)
    select date '2026-01-01' + n::int % 90, (select id from users order by email limit 1), account_id, id, 'synced', 4, 5400 + n, 4800
    from (select id, account_id, row_number() over (order by id) as n from deals) d;
    ${sumMonths}`)
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
  await scratch.drop()
}

async function measure(server: Server): Promise<void> {
  const token = await signIn(server, password)
  const ask = async (limit: number): Promise<Buffer> => {
    const target = `/api/v1/reports/time-per-deal/pdf?date_from=2026-01-01&date_to=2026-03-31&limit=${limit}`
    const answer = await fetch(`${server.address}${target}`, { headers: { authorization: `Bearer ${token}` } })
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
    return Buffer.from(await answer.arrayBuffer())
  }
  const before = await memoryOf(server)
  let pdf: Buffer = Buffer.alloc(0)
  let first_ms = 0
  let cpu_ms = await cpuOf(server)
  const first_stall_ms = await longestStall(server, async () => {
    first_ms = await timed(async () => void (pdf = await ask(640)))
  })
  console.log(
    `the first, ${pagesOf(pdf)} pages: ${first_ms.toFixed(0)} ms, ${((await cpuOf(server)) - cpu_ms).toFixed(0)} ms of processor; the server stood still for ${first_stall_ms.toFixed(0)} ms at most`,
  )
  cpu_ms = await cpuOf(server)
  const times: number[] = []
  const stall_ms = await longestStall(server, async () => {
    for (let run = 0; run < runs; run++) times.push(await timed(() => ask(640 + run)))
  })
  const sorted = times.toSorted((a, b) => a - b)
  const p95 = sorted[Math.ceil(runs * 0.95) - 1]!
  console.log(
    `those after it: ${middle(times).toFixed(0)} ms, p95 ${p95.toFixed(0)} ms (promised: 1,000 at most), ${(((await cpuOf(server)) - cpu_ms) / runs).toFixed(0)} ms of processor each; stood still for ${stall_ms.toFixed(0)} ms at most`,
  )
  const after = await memoryOf(server)
  console.log(`memory: ${before.rss_mb} MB resident before, ${after.rss_mb} MB after`)
}
