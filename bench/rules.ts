/**
 * `node bench/rules.ts`: what 500 active mapping rules cost a batch of 1,000 entries, how long a back-test over 100,000 reviewed
 * entries takes, a look through a million past ones, and moving them there and back, in a company of 5,000 accounts and 20,000 deals. Ratios of medians,
 * alternated in one run.
 */
import path from 'node:path'
import type pg from 'pg'
import { countedNothing } from '#domain/remaps.ts'
import { grants } from '#domain/permissions.ts'
import { systemActor } from '#server/platform/actor.ts'
import { openDatabase, openPool, sql, type Database } from '#server/platform/database.ts'
import { migrate } from '#server/platform/migrate.ts'
import { backTest } from '#server/rules/back-test.ts'
import { ingestEntries } from '#server/time/ingest-entries.ts'
import { createNames, type Names } from '#server/time/names.ts'
import { findRemap, insertRemap, setRemap } from '#server/time/remap-queries.ts'
import { lookThroughPast, runRemap, undoRemap } from '#server/time/run-remap.ts'
import { ratioLine, seconds, timed } from './measure.ts'
import { scratchDatabase } from './scratch.ts'

const accounts = 5_000
const deals = 20_000
const reviewed = Number(process.env['BENCH_REVIEWED'] ?? 100_000)
const past = Number(process.env['BENCH_PAST'] ?? 1_000_000)
const rules = 500
const actor = systemActor('command', grants.admin)

const scratch = await scratchDatabase({ shared_buffers: '512MB', max_wal_size: '4GB' })
const pool = openPool(scratch.url, { statement_timeout_ms: 600_000 })
try {
  await migrate(pool, { dir: path.join(import.meta.dirname, '../migrations') })
  console.log(`filled in ${(await seconds(() => fill(pool))).toFixed(0)} s`)
  const db = openDatabase(pool)
  await ingest(db)
  await backTests(db)
  await overThePast(db)
  await moveThePast(db)
} finally {
  await pool.end()
  await scratch.drop()
}

async function fill(to: pg.Pool): Promise<void> {
  await to.query(`
    insert into workspace (name) values ('Bench');
    insert into users (name, email, role, zone)
    select 'Person ' || n, 'person' || n || '@bench.example', 'employee', 'Europe/Berlin' from generate_series(1, 200) n;
    insert into accounts (name)
    select initcap(substr(md5('a' || n), 1, 7)) || ' ' || (array['Logistics', 'Foods', 'Energy', 'Systems'])[1 + n % 4]
    from generate_series(1, ${accounts}) n;
    insert into deals (account_id, name, stage)
    select a.id, (array['Website', 'Migration', 'Support', 'Rollout', 'Portal'])[1 + n % 5] || ' ' || substr(md5('d' || n), 1, 6), 'negotiation'
    from generate_series(1, ${deals}) n
    join (select id, row_number() over (order by id) as place from accounts) a on a.place = 1 + n % ${accounts};
  `)
  await to.query(`select make_time_months(array(select now() - n * interval '1 day' from generate_series(0, 420) n))`)
  // a third of the reviewed entries of each kind of evidence, in the last 80 days
  await to.query(
    `
    insert into time_entries (user_id, account_id, deal_id, start_time, end_time, duration_seconds, zone, activity_type, source, external_id,
                              billable, mapping, status, project_name, title, url, app, tags)
    select u.id, d.account_id, d.id, s.at, s.at + interval '5 minutes', 300, 'Europe/Berlin', 'app', 'agent', 'reviewed-' || n, true,
           '{"rule":"person","reason":"Somebody put it here.","confidence":1,"matched":null,"runner_up":null}', 'synced',
           case when n % 3 = 0 then 'Project ' || substr(md5('p' || n % 900), 1, 6) end,
           'PRJ-' || n % 5000 || ' ' || substr(md5('t' || n % 700), 1, 6) || ' review of the layout – Design board',
           'https://' || substr(md5('s' || n % 400), 1, 6) || '.example/boards/' || n,
           (array['Figma', 'Visual Studio Code', 'Firefox', 'Excel', 'Slack'])[1 + n % 5], array['tag' || n % 50]
    from generate_series(1, $1::int) n
    join (select id, row_number() over (order by id) as place from users) u on u.place = 1 + n % 200
    join (select id, account_id, row_number() over (order by id) as place from deals) d on d.place = 1 + n % 700
    cross join lateral (select now() - interval '80 days' + n * (interval '79 days' / $1::int) as at) s`,
    [reviewed],
  )
  // as people write them: a quarter each of sites, titles, projects and patterns, some joined
  await to.query(
    `
    insert into mapping_rules (name, condition, kind, deal_id, priority)
    select 'Rule ' || n,
           case n % 4
             when 0 then 'site is ' || substr(md5('s' || n), 1, 6) || '.example'
             when 1 then 'title contains "' || substr(md5('t' || n), 1, 6) || ' review" and app is Figma, Firefox'
             when 2 then 'project is "Project ' || substr(md5('p' || n), 1, 6) || '" or tag is client' || n
             else 'title matches /\\bprj-' || n || '\\d{2}\\b/ and not weekday is sat, sun'
           end,
           'deal', d.id, n
    from generate_series(1, $1::int) n
    join (select id, row_number() over (order by id) as place from deals) d on d.place = n`,
    [rules],
  )
  await to.query('vacuum analyze')
}

/** Batches of a busy morning: a third name their deal, a third a project, a third have only what was on the screen. */
async function batchOf(db: Database, run: number): Promise<object[]> {
  const people = (await sql<{ id: string }>`select id from users order by id`.execute(db)).rows
  const named = (await sql<{ id: string; name: string }>`select id, name from deals order by id limit 1000`.execute(db))
    .rows
  return Array.from({ length: 1_000 }, (_, n) => {
    const start = Date.now() - 86_400_000 + n * 60_000 + run
    return {
      user_id: people[n % people.length]!.id,
      start_time: new Date(start).toISOString(),
      end_time: new Date(start + 30_000).toISOString(),
      source: 'agent',
      external_id: `bench-${run}-${n}`,
      app: ['Figma', 'Visual Studio Code', 'Firefox', 'Excel', 'Slack'][n % 5],
      title: `PRJ-${(n * 7) % 5_000} weekly review of the layout ${n} – Design board`,
      url: `https://board${n % 90}.customer.example/boards/${n}?from=mail`,
      tags: [`tag${n % 50}`],
      ...(n % 3 === 0 && { deal_id: named[n]!.id }),
      ...(n % 3 === 1 && { project_name: named[n]!.name }),
    }
  })
}

/** What is measured leaves nothing behind, so that every run finds the same database. */
async function ingestOnce(db: Database, names: Names, items: object[]): Promise<number> {
  const tx = await db.startTransaction().execute()
  const took = await timed(() => ingestEntries(tx, names, actor, items, Date.now()))
  await tx.rollback().execute()
  return took
}

async function ingest(db: Database): Promise<void> {
  const without = createNames()
  await without(db)
  await sql`update mapping_rules set state = 'active'`.execute(db)
  const withRules = createNames()
  const loading_ms = await timed(() => withRules(db))
  // keeps what it has: the revision it has seen is put back
  const { rows } = await sql<{ revision: number }>`select revision from rule_set`.execute(db)
  const pinned =
    (names: Names, revision: number): Names =>
    async (tx) => {
      await sql`update rule_set set revision = ${revision}`.execute(tx)
      return names(tx)
    }
  const times: [number[], number[]] = [[], []]
  for (let run = 0; run < 22; run++) {
    const items = await batchOf(db, run)
    const first = await ingestOnce(db, pinned(without, rows[0]!.revision - 1), items)
    const second = await ingestOnce(db, pinned(withRules, rows[0]!.revision), items)
    if (run > 1) times[0].push(first)
    if (run > 1) times[1].push(second)
  }
  const middle = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!
  console.log(
    `500 rules and the names of ${accounts} accounts and ${deals} deals loaded in ${loading_ms.toFixed(0)} ms`,
  )
  console.log(
    `batch of 1,000: ${middle(times[0]).toFixed(1)} ms without rules, ${middle(times[1]).toFixed(1)} ms with ${rules}`,
  )
  ratioLine('ingest with rules to ingest without', middle(times[1]) / middle(times[0]), 'at most 1.15')
}

async function backTests(db: Database): Promise<void> {
  const { rows } = await sql<{ id: string }>`select id from deals order by id limit 1`.execute(db)
  for (const condition of [
    'title contains "4a3f" or title contains review and app is Figma',
    'title matches /^prj-\\d*7\\b.*layout/',
    'project starts with Project and weekday is mon to fri and hour is 9 to 17',
    'site contains a1 and not tag is tag1',
  ]) {
    const order = { condition, target: { kind: 'deal' as const, deal_id: rows[0]!.id } }
    const times: number[] = []
    let matched = 0
    const before = process.cpuUsage()
    for (let run = 0; run < 5; run++)
      times.push(
        await timed(async () => void (matched = (await backTest(db, actor, order, Date.now())).precision.reviewed)),
      )
    const middle = times.sort((a, b) => a - b)[2]!
    const cpu_ms = process.cpuUsage(before).user / 5_000
    console.log(
      `back-test over ${reviewed}: ${middle.toFixed(0)} ms, ${cpu_ms.toFixed(0)} of them our own; ${matched} fit ${condition}`,
    )
  }
}

async function overThePast(db: Database): Promise<void> {
  // what agents sent and a project name placed, a quarter of it with titles a rule asks for
  const filled_s = await seconds(() =>
    sql`
      insert into time_entries (user_id, account_id, deal_id, start_time, end_time, duration_seconds, zone, activity_type, source, external_id,
                                billable, mapping, status, project_name, title, url, app, tags)
      select u.id, d.account_id, d.id, s.at, s.at + interval '5 minutes', 300, 'Europe/Berlin', 'app', 'agent', 'past-' || n, false,
             '{"rule":"project_name","reason":"The project name matches.","confidence":0.9,"matched":null,"runner_up":null}', 'synced',
             'Project ' || substr(md5('x' || n % 900), 1, 6),
             substr(md5('t' || n % 3000), 1, 6) || ' review of the layout – Design board', 'https://board.example/boards/' || n,
             (array['Figma', 'Visual Studio Code', 'Firefox', 'Excel', 'Slack'])[1 + n % 5], array['tag' || n % 50]
      from generate_series(1, ${past}::int) n
      join (select id, row_number() over (order by id) as place from users) u on u.place = 1 + n % 200
      join (select id, account_id, row_number() over (order by id) as place from deals) d on d.place = 1 + n % 700
      cross join lateral (select now() - interval '400 days' + n * (interval '300 days' / ${past}::int) as at) s
    `.execute(db),
  )
  await sql`vacuum analyze time_entries`.execute(db)
  const { rows } = await sql<{ id: string; number: number }>`
    select id, number from mapping_rules where name = 'Rule 5'
  `.execute(db)
  const people = await sql<{ id: string }>`select id from users limit 1`.execute(db)
  const { id: rule_id, number: rule_number } = rows[0]!
  const order = { rule_id, rule_number, date_from: '2020-01-01', asked_by: people.rows[0]!.id, counts: countedNothing }
  const id = await insertRemap(db, order)
  const names = createNames()
  await names(db)
  const before = process.cpuUsage()
  const took_s = await seconds(() => lookThroughPast(db, names, id))
  const cpu_s = process.cpuUsage(before).user / 1_000_000
  const { counts, looked_at } = (await findRemap(db, id))!
  console.log(`filled ${past} past entries in ${filled_s.toFixed(0)} s`)
  console.log(
    `looked through ${looked_at} in ${took_s.toFixed(1)} s, ${cpu_s.toFixed(1)} of them our own: ${counts.moves} would move (promised: 10 s)`,
  )
}

/** All of it by a rule that comes first, and back. */
async function moveThePast(db: Database): Promise<void> {
  const { rows } = await sql<{ id: string; number: number }>`
    insert into mapping_rules (name, condition, kind, deal_id, priority, state)
    select 'All of it', 'project starts with "Project"', 'deal', (select id from deals order by id desc limit 1), 1, 'active'
    returning id, number
  `.execute(db)
  const { id: rule_id, number: rule_number } = rows[0]!
  const people = await sql<{
    id: string
  }>`update users set role = 'admin' where name = 'Person 1' returning id`.execute(db)
  const asked_by = people.rows[0]!.id
  const id = await insertRemap(db, { rule_id, rule_number, date_from: '2020-01-01', asked_by, counts: countedNothing })
  const names = createNames()
  await lookThroughPast(db, names, id)
  const { counts } = (await findRemap(db, id))!
  const told = async (deed: string, work: () => Promise<void>) => {
    const took_s = await seconds(work)
    const { moved, kept } = (await findRemap(db, id))!
    console.log(
      `${deed}: ${took_s.toFixed(0)} s, ${Math.round(counts.moves / took_s)} a second; ${moved} moved, ${kept} left`,
    )
  }
  await setRemap(db, id, { status: 'running', looked_at: 0, total: counts.moves })
  await told('moved', () => runRemap(db, names, id, Date.now()))
  await setRemap(db, id, { status: 'undoing', looked_at: 0, kept: 0 })
  await told('put back', () => undoRemap(db, { id, deed_id: id }))
}
