/**
 * `node bench/review.ts`: what a page of 200 of the review queue costs with guesses that were learned, against names alone as before,
 * with BENCH_ENTRIES entries stored (a million), and what one decision costs.
 */
import path from 'node:path'
import { mapEntry } from '#domain/mapping.ts'
import { systemActor, type Actor } from '#server/platform/actor.ts'
import { grants } from '#domain/permissions.ts'
import { openDatabase, openPool, sql, type Database } from '#server/platform/database.ts'
import { migrate } from '#server/platform/migrate.ts'
import { assignEntries } from '#server/time/assign-entries.ts'
import { createNames } from '#server/time/names.ts'
import { listReview } from '#server/time/review.ts'
import { listWaiting, sumWaiting } from '#server/time/waiting-queries.ts'
import { middle, ratioLine, seconds, timed } from './measure.ts'
import { scratchDatabase } from './scratch.ts'

const entries = Number(process.env['BENCH_ENTRIES'] ?? 1_000_000)
const people = 200
const turn = { own_from: '2100-01-01', asked_from: '2100-01-01', zone: 'UTC' }

const scratch = await scratchDatabase({ shared_buffers: '512MB', max_wal_size: '4GB' })
const pool = openPool(scratch.url, { statement_timeout_ms: 1_800_000 })
try {
  await migrate(pool, { dir: path.join(import.meta.dirname, '../migrations') })
  const db = openDatabase(pool)
  console.log(`filled in ${(await seconds(() => fill(db))).toFixed(0)} s`)
  const { rows } = await sql<{ id: string }>`select id from users order by id limit 1`.execute(db)
  const person: Actor = {
    ...systemActor('command', { ...grants.employee }),
    kind: 'user',
    id: rows[0]!.id,
    person_id: rows[0]!.id,
  }
  await pages(db, 'own queue', person, 'mine')
  await pages(db, 'queue of all', { ...person, grants: grants.admin }, 'team')
  await decisions(db, person)
} finally {
  await pool.end()
  await scratch.drop()
}

/** Of ten entries one was placed by hand, one of 100 waits; 180 days. */
async function fill(db: Database): Promise<void> {
  await sql`insert into workspace (name) values ('Bench')`.execute(db)
  await sql`
    insert into users (name, email, role, zone)
    select 'Person ' || n, 'person' || n || '@bench.example', 'employee', 'Europe/Berlin' from generate_series(1, ${people}::int) n
  `.execute(db)
  await sql`
    insert into accounts (name)
    select initcap(substr(md5('a' || n), 1, 7)) || ' ' || (array['Logistics', 'Foods', 'Energy', 'Systems'])[1 + n % 4]
    from generate_series(1, 5000) n
  `.execute(db)
  await sql`
    insert into deals (account_id, name, stage, value, currency, budget_hours)
    select a.id, (array['Website', 'Migration', 'Support', 'Rollout', 'Portal'])[1 + n % 5] || ' ' || substr(md5('d' || n), 1, 6),
           'negotiation', 1000 + n % 9000, 'EUR', 10 + n % 90
    from generate_series(1, 20000) n
    join (select id, row_number() over (order by id) as place from accounts) a on a.place = 1 + n % 5000
  `.execute(db)
  await sql`
    insert into time_entries (user_id, account_id, deal_id, start_time, end_time, duration_seconds, zone, activity_type, source, external_id,
                              billable, mapping, status, project_name, title, url, app)
    select u.id, case when w.waits then null else d.account_id end, case when w.waits then null else d.id end,
           s.at, s.at + interval '4 minutes', 240, 'Europe/Berlin', 'app', 'agent', 'bench-' || n, false,
           case when w.waits then null when n % 10 = 1
             then '{"rule":"person","reason":"Put here.","confidence":1,"matched":null,"runner_up":null}'::jsonb
             else '{"rule":"named","reason":"Named.","confidence":1,"matched":null,"runner_up":null}'::jsonb end,
           case when w.waits then 'unmapped' else 'synced' end,
           case when n % 3 = 0 then (array['Website', 'Portal', 'Weekly call', 'Support'])[1 + n % 4] end,
           substr(md5('t' || (n / ${people}) % 90), 1, 5) || ' ' || substr(md5('v' || (n / ${people}) % 40), 1, 5) || ' of the week – Figma',
           'https://' || substr(md5('s' || (n / ${people}) % 30), 1, 6) || '.example/' || n,
           (array['Figma', 'Visual Studio Code', 'Firefox', 'Excel', 'Slack'])[1 + (n / ${people}) % 5]
    from generate_series(1, ${entries}::int) n
    cross join lateral (select (n / ${people}) % 100 = 7 as waits) w
    join (select id, row_number() over (order by id) as place from users) u on u.place = 1 + n % ${people}
    join (select id, account_id, row_number() over (order by id) as place from deals) d on d.place = 1 + (n % ${people}) * 10 + (n / ${people}) % 8
    cross join lateral (select now() - interval '180 days' + (n / ${people}) * (interval '179 days' / (${entries}::int / ${people})) as at) s
  `.execute(db)
  await sql`vacuum analyze`.execute(db)
}

/** Alternated, after one of each that does not count; both in a transaction, as a request has one. */
async function pages(db: Database, name: string, actor: Actor, whose: 'mine' | 'team'): Promise<void> {
  const names = createNames()
  const query = { limit: 200, whose, sort: '-stake' }
  const before = async (tx: Database) => {
    const { catalog, rules } = await names(tx)
    const { data } = await listWaiting(tx, actor, turn, query)
    await sumWaiting(tx, actor, turn, query)
    for (const row of data) {
      const found = mapEntry(row, catalog, rules)
      if ('guesses' in found) void found.guesses
    }
    return data.length
  }
  const within = <T>(work: (tx: Database) => Promise<T>) => timed(() => db.transaction().execute(work))
  const times: { names: number[]; learned: number[] } = { names: [], learned: [] }
  for (let run = 0; run < 12; run++) {
    const first = await within(before)
    const second = await within((tx) => listReview(tx, names, actor, query, Date.now() + 30 * 86_400_000))
    if (run > 1) times.names.push(first)
    if (run > 1) times.learned.push(second)
  }
  console.log(
    `${name}: names alone ${middle(times.names).toFixed(1)} ms, learned ${middle(times.learned).toFixed(1)} ms`,
  )
  ratioLine(
    'a page with what was learned to one with names alone',
    middle(times.learned) / middle(times.names),
    'at most 1.3',
  )
}

async function decisions(db: Database, actor: Actor): Promise<void> {
  const names = createNames()
  const { data } = await db
    .transaction()
    .execute((tx) => listReview(tx, names, actor, { limit: 50, whose: 'mine', sort: '-stake' }, Date.now()))
  const times: number[] = []
  for (const { id, guesses } of data.slice(0, 20)) {
    const [best] = guesses
    const { account_id = null, deal_id = null } = best ?? {}
    times.push(
      await timed(() => db.transaction().execute((tx) => assignEntries(tx, actor, [id], { account_id, deal_id }))),
    )
  }
  console.log(`one decision on the server: ${middle(times).toFixed(1)} ms (middle of ${times.length})`)
}
