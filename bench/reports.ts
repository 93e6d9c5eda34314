/**
 * `node bench/reports.ts`: what each report costs a company of 200 people that has recorded for three years: 20,000 accounts,
 * 40,000 deals and tasks (BENCH_CONTACTS / 10, / 5), a sum for each of five deals a person and working day. Each is asked over HTTP by an admin, of a
 * quarter and of all days, RUNS (20) times. What counts is processor time, of Daybook and PostgreSQL together, for other work on the machine does not
 * blur it: at most 200 ms for a quarter. By the clock stands beside it, as do a CSV and a PDF.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type pg from 'pg'
import { reportNames } from '#domain/report-tables.ts'
import { hashPassword } from '#server/people/passwords.ts'
import { openPool } from '#server/platform/database.ts'
import { migrateDatabase } from '#server/start-database.ts'
import { fillLists } from '#test/large-company.ts'
import { cpuOf, databaseCpu, type Server } from './children.ts'
import { seconds, timed } from './measure.ts'
import { scratchDatabase } from './scratch.ts'

const contacts = Number(process.env['BENCH_CONTACTS'] ?? 200_000)
const runs = Number(process.env['RUNS'] ?? 20)
const promised_ms = 200
const password = 'bench-password'

const scratch = await scratchDatabase({ shared_buffers: '512MB', max_wal_size: '4GB', fsync: 'off' })
const pool = openPool(scratch.url, { statement_timeout_ms: 600_000 })
const { url } = await migrateDatabase({ url: scratch.url, secret: 'of the bench', app_url: null })
try {
  console.log(`filled in ${(await seconds(() => fill(pool))).toFixed(0)} s`)
  const child = fork(path.join(import.meta.dirname, 'http-servers.ts'), ['daybook'], {
    env: { ...process.env, DATABASE_URL: url },
  })
  const [{ address }] = (await once(child, 'message')) as [{ address: string }]
  try {
    await measureAll({ child, address }, await signIn(address))
  } finally {
    child.disconnect()
    await once(child, 'exit')
  }
} finally {
  await pool.end()
  await scratch.drop()
}

/** Deals with the stages they went through, a rate a day, and the sums that triggers would have kept. */
async function fill(db: pg.Pool): Promise<void> {
  await fillLists(db, contacts)
  await db.query('update users set password_hash = $1', [await hashPassword(password)])
  const client = await db.connect()
  await client.query(`set session_replication_role = replica`)
  await client.query(`
    insert into deal_stages (deal_id, from_stage, to_stage, entered_at, left_at, value, currency, probability, end_date)
    select id, null, 'prospecting', created_at, case when stage <> 'prospecting' then coalesce(closed_at, created_at + (now() - created_at) / 2) end, value, currency, 20, end_date from deals
    union all
    select id, 'prospecting', stage, coalesce(closed_at, created_at + (now() - created_at) / 2), null, value, currency, 60, end_date from deals where stage <> 'prospecting';
    insert into exchange_rates (day, base, currency, rate, source)
    select current_date - n, 'EUR', c, 1 + n % 100 / 100.0, 'ECB' from generate_series(0, 1200) n, unnest(array['USD', 'JPY']) c;
    create temp table placed as
    select p.place as person, u.id as user_id, d.id as deal_id, d.account_id, day::date as day, k
    from (select row_number() over (order by email) as place, id from users) p
    join users u on u.id = p.id
    cross join generate_series(current_date - 1095, current_date, interval '1 day') day
    cross join generate_series(1, 5) k
    join (select id, account_id, row_number() over (order by id) as place from deals) d
      on d.place = 1 + (p.place * 977 + extract(doy from day)::integer / 7 * 131 + k * 7919) % ${contacts / 5}
    where extract(isodow from day) < 6;
    insert into time_by_day (day, user_id, account_id, deal_id, status, entries, seconds, billable_seconds)
    select day, user_id, account_id, deal_id, 'synced', count(*) * 4, count(*) * 5400, count(*) * 4800 from placed group by 1, 2, 3, 4
    on conflict do nothing;
    insert into placed_by_day (day, user_id, way, rule_id, entries, seconds)
    select day, user_id, (array['named', 'tag', 'project_name', 'person', 'waiting'])[k], null, 4, 5400 from placed;
    insert into task_time_by_day (day, user_id, task_id, account_id, deal_id, entries, seconds, billable_seconds)
    select p.day, p.user_id, t.id, p.account_id, p.deal_id, 4, 5400, 4800 from placed p
    join (select distinct on (deal_id) deal_id, id from tasks where deal_id is not null order by deal_id, id) t on t.deal_id = p.deal_id
    on conflict do nothing;
    truncate time_by_deal;
    insert into time_by_deal select deal_id, user_id, sum(entries), sum(seconds) from time_by_day where deal_id is not null group by 1, 2;
    update deals set budget_hours = 100 where value is not null and id in (select id from deals order by id limit 10000)
  `)
  client.release(true)
  await db.query('vacuum analyze')
  const { rows } = await db.query(
    `select (select count(*) from time_by_day)::int as days, (select count(*) from deals)::int as deals, (select count(*) from deal_stages)::int as stays`,
  )
  console.log(rows[0])
}

async function signIn(address: string): Promise<string> {
  const answer = await fetch(`${address}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'person1@bench.example', password }),
  })
  return ((await answer.json()) as { access_token: string }).access_token
}

async function measureAll(server: Server, token: string): Promise<void> {
  const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10)
  const quarter = `date_from=${day(100)}&date_to=${day(10)}`
  const all = `date_from=${day(1_200)}&date_to=${day(0)}`
  const ask = async (target: string) => {
    const response = await fetch(`${server.address}/api/v1/reports/${target}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    if (!response.ok) throw new Error(`${target}: ${response.status} ${await response.text()}`)
    await response.arrayBuffer()
  }
  const slow: string[] = []
  for (const [name, days] of [
    ['a quarter', quarter],
    ['all days', all],
  ] as const)
    for (const report of reportNames) {
      const cpu_ms = await costOf(server, `${report}, ${name}`, () => ask(`${report}/table?${days}`))
      if (name === 'a quarter' && cpu_ms > promised_ms) slow.push(report)
    }
  for (const format of ['csv', 'pdf'])
    await costOf(server, `1,000 deals as ${format}`, () => ask(`time-per-deal/${format}?${quarter}&limit=1000`))
  console.log(
    slow.length === 0 ? `every quarter within ${promised_ms} ms` : `over ${promised_ms} ms: ${slow.join(', ')}`,
  )
}

/** Of one, on average, after one that does not count; by the clock the middle and the 19th of 20. */
async function costOf(server: Server, name: string, work: () => Promise<unknown>): Promise<number> {
  await work()
  const cpu = async () => (await cpuOf(server)) + (await databaseCpu(pool))
  const before = await cpu()
  const times: number[] = []
  for (let run = 0; run < runs; run++) times.push(await timed(work))
  const cpu_ms = ((await cpu()) - before) / runs
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1]!.toFixed(0)
  console.log(`${name}: ${cpu_ms.toFixed(0)} ms of processor, ${at(0.5)} ms by the clock, p95 ${at(0.95)} ms`)
  return cpu_ms
}
