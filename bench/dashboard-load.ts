/**
 * `node bench/dashboard-load.ts`: whether 20 people who load the dashboard slow down what agents send. Two senders push batches of 1,000
 * entries for 20 s alone, then for 20 s while 20 people (an admin, two of finance, five managers, twelve in sales) all load the dashboard
 * at the same moment, and all again every ten seconds: an open page asks again no sooner. Alternated, ROUNDS (5) times in one run, after a warm-up;
 * at most 20 % slower is promised. The company has 50,000 deals, and recorded BENCH_ENTRIES (500,000) entries in half a year.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import pg from 'pg'
import { hashPassword } from '#server/people/passwords.ts'
import { migrateDatabase } from '#server/start-database.ts'
import { agentKey, makeBatches, sendAll } from './batches.ts'
import { longestStall, signIn, type Server } from './children.ts'
import { middle, ratioLine, timed } from './measure.ts'
import { scratchDatabase } from './scratch.ts'
import { fillMonths, fillSales } from './years.ts'

const entries = Number(process.env['BENCH_ENTRIES'] ?? 500_000)
const rounds = Number(process.env['ROUNDS'] ?? 5)
/** Up to the one before this; what is sent lies before them. */
const months = 6
const round_ms = 20_000
const every_ms = 10_000
const roles = ['admin', ...Array(2).fill('finance'), ...Array(5).fill('manager'), ...Array(12).fill('sales')]
const password = 'bench-password'

const scratch = await scratchDatabase({
  shared_buffers: '512MB',
  max_wal_size: '4GB',
  max_locks_per_transaction: '512',
})
const pool = new pg.Pool({ connectionString: scratch.url, max: 2 })
try {
  const { url } = await migrateDatabase({ url: scratch.url, secret: 'of the bench', app_url: null })
  await fillSales(pool)
  await fillMonths(pool, 0, months, Math.ceil(entries / months))
  await givePeople()
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

async function givePeople(): Promise<void> {
  const hash = await hashPassword(password)
  for (const [place, role] of roles.entries())
    await pool.query('update users set password_hash = $1, role = $2 where email = $3', [
      hash,
      role,
      `person${place + 1}@bench.example`,
    ])
  await pool.query(
    `update deals set owner_id = (select id from users where email = 'person' || (9 + abs(hashtext(deals.id::text)) % 12) || '@bench.example')`,
  )
  await pool.query('vacuum analyze')
}

async function measure(server: Server): Promise<void> {
  const key = await agentKey(pool)
  const tokens = await Promise.all(roles.map((_, place) => signIn(server, password, place + 1)))
  const times: number[] = []
  let refused = 0
  const load = async (token: string) => {
    for (const page of ['/me', `/reports/dashboard?${lastMonth()}`]) {
      const took_ms = await timed(async () => {
        const answer = await fetch(`${server.address}/api/v1${page}`, { headers: { authorization: `Bearer ${token}` } })
        if (!answer.ok) refused++
        await answer.arrayBuffer()
      })
      if (page !== '/me') times.push(took_ms)
    }
  }
  // each of a day of its own
  let part = 0
  /** Entries a second, and if `watched` while all of them look. */
  const ingest = async (watched: boolean) => {
    const until = performance.now() + round_ms
    let sent = 0
    const sending = (async () => {
      while (performance.now() < until) {
        await sendAll(server.address, key, await makeBatches(pool, 10, part++))
        sent += 10_000
      }
    })()
    const looking = (async () => {
      while (watched && performance.now() < until) {
        const next = performance.now() + every_ms
        await Promise.all(tokens.map(load))
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - performance.now())))
      }
    })()
    const took_ms = await timed(() => sending)
    await looking
    return sent / (took_ms / 1_000)
  }
  await ingest(true)
  times.length = 0
  const ratios: number[] = []
  for (let round = 1; round <= rounds; round++) {
    const alone = await ingest(false)
    let watched = 0
    const stall_ms = await longestStall(server, async () => (watched = await ingest(true)))
    ratios.push(watched / alone)
    console.log(
      `  round ${round}: ${Math.round(alone)} entries/s alone, ${Math.round(watched)} while 20 look; the server stood still for ${stall_ms.toFixed(0)} ms at most`,
    )
  }
  const sorted = times.toSorted((a, b) => a - b)
  console.log(
    `  a dashboard meanwhile: ${middle(times).toFixed(0)} ms, p95 ${sorted[Math.ceil(sorted.length * 0.95) - 1]!.toFixed(0)} ms`,
  )
  if (refused > 0) console.log(`  ${refused} were refused`)
  ratioLine('ingest while 20 load the dashboard, to ingest alone', middle(ratios), 'at least 0.8')
}

/** As the page asks for it. */
function lastMonth(): string {
  const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10)
  return `date_from=${day(60)}&date_to=${day(30)}`
}
