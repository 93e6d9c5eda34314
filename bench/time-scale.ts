/**
 * `npm run bench:scale [-- entries]`: what people and agents ask of a company with 50,000 deals that has recorded for half a year, and of the
 * same company after five years, ten times as many entries (default 2,000,000; promised for 20,000,000) in ten times as many months. Each ratio
 * is one of processor time, of Daybook and PostgreSQL together, so that what else runs on the machine does not blur it; times by the clock
 * stand beside it. BENCH_KEEP=1 leaves the large database running, to look at plans.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import pg from 'pg'
import { reportNames } from '#domain/report-tables.ts'
import { hashPassword } from '#server/people/passwords.ts'
import { hashOf, newApiKey } from '#server/keys/tokens.ts'
import { migrateDatabase } from '#server/start-database.ts'
import { cpuOf, databaseCpu, type Server } from './children.ts'
import { ratioLine, seconds, timed } from './measure.ts'
import { scratchDatabase } from './scratch.ts'
import { knownOfTime, timeQuestions } from './time-questions.ts'
import { fillMonths, fillSales, years } from './years.ts'

const large = Number(process.argv[2] ?? 2_000_000)
/** Half a year and ten times that, both up to the same day. */
const months = { small: 6, large: years.months }
const perMonth = Math.round(large / months.large)
const runs = 25
type Figure = { cpu_ms: number; wall_ms: number; p95_ms: number; promised: string }
type Figures = Record<string, Figure>

const scratch = await scratchDatabase({
  shared_buffers: '1GB',
  max_wal_size: '8GB',
  max_locks_per_transaction: '512',
  fsync: 'off',
  // what it does after a million rows were written would be counted as the lists' own
  autovacuum: 'off',
})
const pool = new pg.Pool({ connectionString: scratch.url, max: 3 })
pool.on('error', () => {})
let child: ChildProcess | null = null
try {
  const { url } = await migrateDatabase({ url: scratch.url, secret: 'of the bench', app_url: null })
  await fillSales(pool)
  const password = 'bench-password'
  await pool.query(`update users set password_hash = $1 where role = 'admin'`, [await hashPassword(password)])
  child = fork(path.join(import.meta.dirname, 'http-servers.ts'), ['daybook'], {
    env: { ...process.env, DATABASE_URL: url },
  })
  const [{ address }] = (await once(child, 'message')) as [{ address: string }]
  const server = { child, address }
  const key = await agentKey()

  await fill(0, months.small)
  // a token lives for ten minutes, and filling takes longer
  const small = await measureAll(server, await signIn(address, password), key, 0)
  await fill(months.small, months.large)
  const big = await measureAll(server, await signIn(address, password), key, 1)
  for (const [name, { cpu_ms, wall_ms, p95_ms, promised }] of Object.entries(big)) {
    const before = small[name]!
    console.log(
      `  ${name}: ${before.cpu_ms.toFixed(1)} then ${cpu_ms.toFixed(1)} ms of processor, ${before.wall_ms.toFixed(0)} then ${wall_ms.toFixed(0)} ms by the clock, p95 ${p95_ms.toFixed(0)} ms`,
    )
    ratioLine(`${name}, ten times the entries`, cpu_ms / before.cpu_ms, promised)
  }
} finally {
  if (child) await (child.disconnect(), once(child, 'exit'))
  await pool.end()
  await scratch.drop()
}

async function fill(from: number, to: number): Promise<void> {
  const took_s = await seconds(() => fillMonths(pool, from, to, perMonth))
  const { rows } = await pool.query<{ entries: string; months: string; sums: string }>(
    `select count(*) as entries, count(distinct tableoid) as months, (select count(*) from time_by_day) as sums from time_entries`,
  )
  const { entries, months: tables, sums } = rows[0]!
  console.log(`${entries} entries in ${tables} months, ${sums} sums, filled in ${took_s.toFixed(0)} s`)
}

async function agentKey(): Promise<string> {
  const { key, prefix } = newApiKey()
  await pool.query(
    `insert into api_keys (name, prefix, key_hash, scopes, per_minute) values ('agent', $1, $2, '{time:ingest}', 100000)`,
    [prefix, hashOf(key)],
  )
  return key
}

async function signIn(address: string, password: string): Promise<string> {
  const answer = await fetch(`${address}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'person1@bench.example', password }),
  })
  return ((await answer.json()) as { access_token: string }).access_token
}

async function measureAll(server: Server, token: string, key: string, round: number): Promise<Figures> {
  const figures: Figures = {}
  const known = await knownOfTime(pool)
  const { day, deal_id } = known
  const asked = {
    ...timeQuestions(known),
    'time per deal, a month': `/reports/time-per-deal?date_from=${day(60)}&date_to=${day(30)}`,
    'pipeline, all deals': '/reports/pipeline',
    dashboard: `/reports/dashboard?date_from=${day(60)}&date_to=${day(30)}`,
    'time per week of a deal': `/reports/time-per-week?deal_id=${deal_id}&date_to=${day(0)}`,
  }
  const ask = async (target: string) => {
    const answer = await fetch(`${server.address}/api/v1${target}`, { headers: { authorization: `Bearer ${token}` } })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${target}: ${answer.status} ${text}`)
  }
  for (const [name, target] of Object.entries(asked))
    figures[name] = await perRequest(server, runs, 'at most 1.3', () => ask(target))
  // of all days there is ten times as much to tell: what is promised is how long it takes
  const stretches = {
    'a quarter': `date_from=${day(150)}&date_to=${day(60)}`,
    'all days': `date_from=${day(1_900)}&date_to=${day(0)}`,
  }
  for (const [stretch, days] of Object.entries(stretches))
    for (const report of reportNames)
      figures[`${report}, ${stretch}`] = await perRequest(
        server,
        runs,
        stretch === 'a quarter' ? 'at most 1.5, p95 200 ms' : 'p95 200 ms',
        () => ask(`/reports/${report}/table?${days}`),
      )
  for (const format of ['csv', 'pdf'])
    figures[`1,000 deals as ${format}`] = await perRequest(server, 10, 'at most 1.5', () =>
      ask(`/reports/time-per-deal/${format}?${stretches['a quarter']}&limit=1000`),
    )
  const users = (await pool.query<{ id: string }>('select id from users order by id')).rows
  let batch = 0
  figures['ingest of 1,000'] = await perRequest(server, 10, 'at most 1.3', async () => {
    const start_ms = Date.now() - (20 - round * 10) * 86_400_000 + batch++ * 3_600_000
    const entries = Array.from({ length: 1_000 }, (_, n) => ({
      user_id: users[n % users.length]!.id,
      start_time: new Date(start_ms + Math.floor(n / users.length) * 60_000).toISOString(),
      end_time: new Date(start_ms + Math.floor(n / users.length) * 60_000 + 50_000).toISOString(),
      source: 'agent',
      external_id: `sent-${round}-${batch}-${n}`,
      ...(n % 2 === 0 && { deal_id }),
    }))
    const answer = await fetch(`${server.address}/api/v1/time-entries/batch`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ entries }),
    })
    const { results } = (await answer.json()) as { results: { status: string }[] }
    if (results.some(({ status }) => status !== 'created')) throw new Error(JSON.stringify(results[0]))
  })
  // half of it waits: the queue of the second round is as long as that of the first
  await pool.query(
    `delete from time_entries where external_id like 'sent-%' and start_time > now() - interval '40 days'`,
  )
  await pool.query('vacuum analyze time_by_day, time_by_month, time_entry_keys')
  return figures
}

/** After some that do not count: a process that was just started compiles what it runs. */
async function perRequest(server: Server, times: number, promised: string, ask: () => Promise<void>): Promise<Figure> {
  for (let run = 0; run < times; run++) await ask()
  const cpu = async () => (await cpuOf(server)) + (await databaseCpu(pool))
  const before = await cpu()
  const took: number[] = []
  for (let run = 0; run < times; run++) took.push(await timed(ask))
  const sorted = took.toSorted((a, b) => a - b)
  return {
    cpu_ms: ((await cpu()) - before) / times,
    wall_ms: took.reduce((sum, one) => sum + one, 0) / times,
    p95_ms: sorted[Math.ceil(times * 0.95) - 1]!,
    promised,
  }
}
