/**
 * `npm run bench:scale [-- entries]`: what people and agents ask of a company that has recorded for half a year, and of the same company after
 * five years, ten times as many entries (default 2,000,000) in ten times as many months. Each figure is a ratio of processor
 * time, of Daybook and PostgreSQL together, so that what else runs on the machine does not blur it; wall time stands beside it.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import pg from 'pg'
import { hashPassword } from '#server/people/passwords.ts'
import { hashOf, newApiKey } from '#server/keys/tokens.ts'
import { migrateDatabase } from '#server/start-database.ts'
import { cpuOf, databaseCpu, type Server } from './children.ts'
import { fillCompany } from './company.ts'
import { ratioLine, seconds, timed } from './measure.ts'
import { scratchDatabase } from './scratch.ts'

const large = Number(process.argv[2] ?? 2_000_000)
const people = 200
/** Half a year and ten times that, both up to the same day. */
const months = { small: 6, large: 60 }
const perMonth = Math.round(large / months.large)
const runs = 25
type Figures = Record<string, { cpu_ms: number; wall_ms: number }>

const scratch = await scratchDatabase({
  shared_buffers: '1GB',
  max_wal_size: '8GB',
  max_locks_per_transaction: '512',
  fsync: 'off',
  // what it does after a million rows were written would be counted as the lists' own
  autovacuum: 'off',
})
const pool = new pg.Pool({ connectionString: scratch.url, max: 2 })
pool.on('error', () => {})
let child: ChildProcess | null = null
try {
  const { url } = await migrateDatabase({ url: scratch.url, secret: 'of the bench', app_url: null })
  await fillCompany(pool)
  const password = 'bench-password'
  await pool.query(`update users set password_hash = $1 where role = 'admin'`, [await hashPassword(password)])
  child = fork(path.join(import.meta.dirname, 'http-servers.ts'), ['daybook'], {
    env: { ...process.env, DATABASE_URL: url },
  })
  const [{ address }] = (await once(child, 'message')) as [{ address: string }]
  const server = { child, address }
  const key = await agentKey()

  await fillMonths(0, months.small)
  // a token lives for ten minutes, and filling takes longer
  const small = await measureAll(server, await signIn(address, password), key, 0)
  await fillMonths(months.small, months.large)
  const big = await measureAll(server, await signIn(address, password), key, 1)
  for (const [name, { cpu_ms, wall_ms }] of Object.entries(big)) {
    const before = small[name]!
    console.log(
      `  ${name}: ${before.cpu_ms.toFixed(1)} then ${cpu_ms.toFixed(1)} ms of processor, ${before.wall_ms.toFixed(0)} then ${wall_ms.toFixed(0)} ms by the clock`,
    )
    ratioLine(`${name}, ten times the entries`, cpu_ms / before.cpu_ms, 'at most 1.3')
  }
} finally {
  if (child) await (child.disconnect(), once(child, 'exit'))
  await pool.end()
  await scratch.drop()
}

/** Months back from the one before this one; without triggers, the keys and sums by one statement each. */
async function fillMonths(from: number, to: number): Promise<void> {
  const took_s = await seconds(async () => {
    const client = await pool.connect()
    await client.query(`set session_replication_role = replica; set maintenance_work_mem = '512MB'`)
    for (let back = from; back < to; back++) await client.query(month(back))
    client.release(true)
    await pool.query(`
      truncate time_by_deal;
      insert into time_by_deal select deal_id, user_id, sum(entries), sum(seconds) from time_by_day where deal_id is not null group by 1, 2`)
    await pool.query('vacuum analyze time_by_day, time_by_deal, time_entry_keys')
    await pool.query('analyze time_entries')
  })
  const { rows } = await pool.query<{ entries: string; months: string }>(
    `select count(*) as entries, count(distinct tableoid) as months from time_entries`,
  )
  console.log(`${rows[0]!.entries} entries in ${rows[0]!.months} months, filled in ${took_s.toFixed(0)} s`)
}

/** A fifth of what agents send is billable; one in two hundred of the last month waits. */
function month(back: number): string {
  const begin = `date_trunc('month', now()) - interval '${back + 1} months'`
  const each = Math.round(perMonth / people)
  return `
    select make_time_months(array[${begin}]);
    create temp table filled as
    select uuidv7() as id, u.id as user_id, case when not waits then d.account_id end as account_id, case when not waits then d.id end as deal_id,
           s.at as start_time, s.at + interval '${Math.floor((27 * 86_400) / each)} s' as end_time, n % 5 = 0 as billable,
           case when waits then 'unmapped' else 'synced' end as status, 'm${back}-' || u.place || '-' || n as external_id, d.name
    from (select id, row_number() over (order by id) as place from users) u
    cross join generate_series(0, ${each - 1}) n
    cross join lateral (select ${begin} + n * interval '${Math.floor((27 * 86_400) / each)} s' as at, ${back} = 0 and n % 200 = 7 as waits) s
    join (select id, account_id, name, row_number() over (order by id) as place from deals) d
      on d.place = 1 + (u.place * 23 + ${back} * 7 + (n * 4 / ${each}) * 131) % 5000;
    insert into time_entries (id, user_id, account_id, deal_id, start_time, end_time, duration_seconds, zone, activity_type, source, external_id, billable, mapping, status, project_name, title, app)
    select id, user_id, account_id, deal_id, start_time, end_time, extract(epoch from end_time - start_time), 'UTC', 'app', 'agent', external_id, billable,
           case when status = 'synced' then '{"rule":"named","reason":"The sender named the deal.","confidence":1,"matched":null,"runner_up":null}'::jsonb end,
           status, name, 'Window ' || name, 'Editor' from filled order by start_time;
    insert into time_entry_keys select id, user_id, start_time, end_time, 'agent', external_id, billable from filled;
    insert into time_by_day (day, user_id, account_id, deal_id, status, entries, seconds, billable_seconds)
    select (start_time at time zone 'UTC')::date, user_id, account_id, deal_id, status, count(*), sum(extract(epoch from end_time - start_time)),
           coalesce(sum(extract(epoch from end_time - start_time)) filter (where billable), 0)
    from filled group by 1, 2, 3, 4, 5;
    drop table filled`
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
  const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10)
  const { rows } = await pool.query<{ id: string; user_id: string; deal_id: string }>(
    `select id, user_id, deal_id from time_entries where status = 'synced' order by start_time desc limit 1`,
  )
  const { id, user_id, deal_id } = rows[0]!
  const monday = new Date(Date.now() - (((new Date().getUTCDay() + 6) % 7) + 21) * 86_400_000)
    .toISOString()
    .slice(0, 10)
  const asked = {
    'list, newest first': '/time-entries?limit=50',
    'list of a person and a month': `/time-entries?limit=50&user_id=${user_id}&date_from=${day(60)}&date_to=${day(30)}`,
    'list of a deal': `/time-entries?limit=50&deal_id=${deal_id}`,
    'one entry': `/time-entries/${id}`,
    'week sheet': `/me/week?from=${monday}`,
    'review queue': '/unmapped-time-entries?limit=50',
    'time per deal, a month': `/reports/time-per-deal?date_from=${day(60)}&date_to=${day(30)}`,
    'pipeline, all deals': '/reports/pipeline',
    dashboard: `/reports/dashboard?date_from=${day(60)}&date_to=${day(30)}`,
    'time per week of a deal': `/reports/time-per-week?deal_id=${deal_id}&date_to=${day(0)}`,
  }
  for (const [name, target] of Object.entries(asked))
    figures[name] = await perRequest(server, runs, async () => {
      const answer = await fetch(`${server.address}/api/v1${target}`, { headers: { authorization: `Bearer ${token}` } })
      const text = await answer.text()
      if (!answer.ok) throw new Error(`${target}: ${answer.status} ${text}`)
    })
  const users = (await pool.query<{ id: string }>('select id from users order by id')).rows
  let batch = 0
  figures['ingest of 1,000'] = await perRequest(server, 10, async () => {
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
  await pool.query('vacuum analyze time_by_day, time_entry_keys')
  return figures
}

/** After some that do not count: a process that was just started compiles what it runs. */
async function perRequest(server: Server, times: number, ask: () => Promise<void>) {
  for (let run = 0; run < times; run++) await ask()
  const cpu = async () => (await cpuOf(server)) + (await databaseCpu(pool))
  const before = await cpu()
  const wall_ms = await timed(async () => {
    for (let run = 0; run < times; run++) await ask()
  })
  return { cpu_ms: ((await cpu()) - before) / times, wall_ms: wall_ms / times }
}
