/**
 * `npm run bench`: how fast, on what. Every figure is a ratio to a baseline measured in the same run, alternated, medians:
 * absolute numbers of a shared machine mean nothing. `BENCH_ENTRIES` scales the large company (default 2,000,000).
 */
import { fork, spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { hashPassword } from '#server/people/passwords.ts'
import { migrateDatabase } from '#server/start-database.ts'
import { agentKey, makeBatches, sendAll } from './batches.ts'
import { memoryOf, teach, type Server } from './children.ts'
import { fillCompany, fillEntries } from './company.ts'
import { load, median, ratioLine, seconds, timed } from './measure.ts'
import { scratchDatabase } from './scratch.ts'

const large = Number(process.env['BENCH_ENTRIES'] ?? 2_000_000)
const root = path.join(import.meta.dirname, '..')
const scratch = await scratchDatabase({ shared_buffers: '512MB', max_wal_size: '4GB' })
const url = scratch.url
const pool = new pg.Pool({ connectionString: url, max: 4 })
const children: ChildProcess[] = []

try {
  const application = await migrateDatabase({ url, secret: 'of the bench', app_url: null })
  await fillCompany(pool)
  await pool.query('update users set password_hash = $1 where role = $2', [
    await hashPassword('bench-password'),
    'admin',
  ])
  const daybook = await server('daybook', application.url)
  const bare = await server('bare', application.url)
  const token = await signIn(daybook.address)

  console.log('\nReports: 200k entries against the same company with ten times as many')
  const perDay = Math.max(1, Math.round(large / 200 / 261))
  await fillEntries(pool, Math.max(1, Math.round(perDay / 10)), 'small')
  const small = await reportTimes(daybook.address, token)
  await pool.query(
    'truncate time_entries, time_entry_keys, time_by_day, time_by_deal, placed_by_day, time_by_month, placed_by_month cascade',
  )
  const filling_s = await seconds(() => fillEntries(pool, perDay, 'large'))
  const { rows: counted } = await pool.query(
    'select count(*)::int as entries, (select count(*)::int from time_by_day) as sums from time_entries',
  )
  console.log(`  filled ${counted[0].entries} entries (${counted[0].sums} daily sums) in ${filling_s.toFixed(0)} s`)
  const big = await reportTimes(daybook.address, token)
  for (const name of Object.keys(small)) {
    console.log(`  ${name}: ${small[name]!.toFixed(1)} ms, then ${big[name]!.toFixed(1)} ms`)
    ratioLine(`${name}, time over ${counted[0].entries} to time over a tenth`, big[name]! / small[name]!, 'at most 2')
  }

  console.log(
    '\nIngest: batches of 1,000 over HTTP, mapping, ledger and every index on, against COPY into the same table',
  )
  await ingestAgainstCopy(daybook.address)

  console.log('\nLists: Daybook against a bare Fastify route with the same SQL through raw pg')
  await listsAgainstBare(daybook, bare, token)
  console.log(`\nMemory under load: ${(await memoryOf(daybook)).rss_mb} MB resident (${daybook.idle_mb} MB idle)`)

  console.log('\nStart to the first signed-in answer')
  await starts()
} finally {
  await Promise.all(children.map((child) => (child.disconnect(), once(child, 'exit'))))
  await pool.end()
  await scratch.drop()
}

async function server(kind: 'daybook' | 'bare', DATABASE_URL: string) {
  const child = fork(path.join(import.meta.dirname, 'http-servers.ts'), [kind], {
    env: { ...process.env, DATABASE_URL },
  })
  children.push(child)
  const [message] = (await once(child, 'message')) as [{ address: string }]
  const started = { child, address: message.address }
  return { ...started, idle_mb: (await memoryOf(started)).rss_mb }
}

async function signIn(address: string): Promise<string> {
  const response = await fetch(`${address}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'person1@bench.example', password: 'bench-password' }),
  })
  return ((await response.json()) as { access_token: string }).access_token
}

async function reportTimes(address: string, token: string): Promise<Record<string, number>> {
  const reports = {
    'time-per-deal, whole year': '/reports/time-per-deal?date_from=2025-01-01&date_to=2025-12-31',
    'time-per-deal, one month': '/reports/time-per-deal?date_from=2025-06-01&date_to=2025-06-30',
    'dashboard pipeline': '/reports/pipeline?group_by=stage',
  }
  const times: Record<string, number> = {}
  for (const [name, path] of Object.entries(reports)) {
    times[name] = await median(9, () =>
      timed(async () => {
        const response = await fetch(`${address}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } })
        if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
        await response.arrayBuffer()
      }),
    )
  }
  return times
}

async function ingestAgainstCopy(address: string): Promise<void> {
  const key = await agentKey(pool)
  const rounds = 3
  const batchesARound = 20
  const ratios: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const batches = await makeBatches(pool, batchesARound, round)
    const ingest_s = await seconds(() => sendAll(address, key, batches))
    // in PostgreSQL's own folder, where its user may write
    const file = path.join(scratch.folder, 'postgres', `copy-${round}.csv`)
    const columns =
      'user_id,account_id,deal_id,task_id,start_time,end_time,duration_seconds,zone,activity_type,productivity_score,source,external_id,billable,project_name,tags,title,url,app,mapping,status,synced_at'
    // the same rows a year later: an hour is billable once
    const moved = columns
      .replace('external_id', `'copy-' || external_id`)
      .replace('start_time,end_time', `start_time + interval '1 year', end_time + interval '1 year'`)
    const { rows } = await pool
      .query(`copy (select ${moved} from time_entries where external_id like 'round-${round}-%') to '${file}'`)
      .then(async () =>
        pool.query('select count(*)::int as n from time_entries where external_id like $1', [`round-${round}-%`]),
      )
    if (rows[0].n !== batchesARound * 1_000) throw new Error(`only ${rows[0].n} entries arrived`)
    await pool.query(
      `select make_time_months(array(select start_time + interval '1 year' from time_entries where external_id like 'round-${round}-%'))`,
    )
    const copy_s = await seconds(() => pool.query(`copy time_entries (${columns}) from '${file}'`))
    const n = batchesARound * 1_000
    console.log(
      `  ${round === 0 ? 'warm-up' : `round ${round}`}: ingest ${Math.round(n / ingest_s)} entries/s, COPY ${Math.round(n / copy_s)} rows/s`,
    )
    if (round > 0) ratios.push(copy_s / ingest_s)
  }
  ratioLine(
    'ingest to COPY, entries per second',
    ratios.sort((a, b) => a - b)[Math.floor(ratios.length / 2)]!,
    'at least 0.5',
  )
}

async function listsAgainstBare(daybook: { address: string }, bare: Server, token: string): Promise<void> {
  const { rows } = await pool.query(`select user_id, id from time_entries order by start_time desc limit 1`)
  const paths = {
    list: `/time-entries?user_id=${rows[0].user_id}&date_from=2025-03-01&date_to=2025-09-30&sort=-start_time&limit=50`,
    get: `/time-entries/${rows[0].id}`,
  }
  for (const [name, statements] of Object.entries(await capture(paths))) await teach(bare, { name, statements })
  for (const [name, target] of Object.entries(paths)) {
    const ratios: number[] = []
    for (let round = 0; round < 3; round++) {
      const theirs = await load({ url: `${bare.address}/${name}` })
      const ours = await load({ url: `${daybook.address}/api/v1${target}`, token })
      ratios.push(ours / theirs)
      console.log(`  ${name}: ${Math.round(ours)} req/s, bare ${Math.round(theirs)} req/s`)
    }
    ratioLine(`${name}, requests per second to bare`, ratios.sort((a, b) => a - b)[1]!, 'at least 0.75')
  }
}

/** The very statements Daybook sends, taken from the queries themselves, so that both sides run the same SQL. */
async function capture(paths: { list: string; get: string }) {
  const { statementsOf } = await import('./statements.ts')
  const query = new URLSearchParams(paths.list.split('?')[1])
  return statementsOf(url, {
    user_id: query.get('user_id')!,
    date_from: query.get('date_from')!,
    date_to: query.get('date_to')!,
    id: paths.get.split('/').at(-1)!,
  })
}

/** `npm start` on an empty folder, stopped, and started again: until the first answer to a signed-in request. */
async function starts(): Promise<void> {
  const data = path.join(scratch.folder, 'start')
  const password = randomBytes(9).toString('base64url')
  const passwordFile = path.join(scratch.folder, 'password')
  writeFileSync(passwordFile, password)
  for (const name of ['cold (new database, demo company)', 'warm']) {
    const began = performance.now()
    const child = spawn(process.execPath, ['server/main.ts'], {
      cwd: root,
      env: { ...process.env, DATA_DIR: data, PORT: '3999', ADMIN_PASSWORD_FILE: passwordFile, LOG_LEVEL: 'error' },
      stdio: 'ignore',
    })
    await firstSignedInAnswer(password)
    console.log(`  ${name}: ${((performance.now() - began) / 1_000).toFixed(1)} s`)
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
}

async function firstSignedInAnswer(password: string): Promise<void> {
  const address = 'http://127.0.0.1:3999/api/v1'
  for (let attempt = 0; attempt < 600; attempt++) {
    try {
      const login = await fetch(`${address}/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'dana@brightwater.example', password }),
      })
      if (login.ok) {
        const { access_token } = (await login.json()) as { access_token: string }
        const me = await fetch(`${address}/me`, { headers: { authorization: `Bearer ${access_token}` } })
        if (me.ok) return
      }
    } catch {
      // not listening yet
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('Daybook did not start within 30 s')
}
