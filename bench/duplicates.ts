/**
 * `node bench/duplicates.ts`: the look for pairs among BENCH_CONTACTS (1,000,000) contacts and a tenth as many accounts, with a
 * fiftieth of the contacts entered a second time, each in one of five ways people do that. How long all of it takes, in how much
 * memory; how many of those twins it finds; what a page of pairs costs; and how soon a change is judged.
 */
import type pg from 'pg'
import { grants } from '#domain/permissions.ts'
import { findPairs } from '#server/duplicates/find-pairs.ts'
import { showPairs } from '#server/duplicates/find-duplicates.ts'
import { systemActor, type Actor } from '#server/platform/actor.ts'
import { openDatabase, openPool } from '#server/platform/database.ts'
import { actorOfUser } from '#server/sessions/authenticate.ts'
import { migrateDatabase } from '#server/start-database.ts'
import { fillLists } from '#test/large-company.ts'
import { median, processorTime, seconds, timed } from './measure.ts'
import { scratchDatabase } from './scratch.ts'

const contacts = Number(process.env['BENCH_CONTACTS'] ?? 1_000_000)
const scratch = await scratchDatabase({ shared_buffers: '1GB', max_wal_size: '4GB' })
const pool = openPool(scratch.url, { statement_timeout_ms: 600_000 })
const db = openDatabase(pool)
const megabytes = () => Math.round(process.memoryUsage().rss / 1e6)

/** The same person: written without vowels' accents, names swapped, by an initial, with a letter missing, or at another company. */
async function plantTwins(client: pg.Pool): Promise<number> {
  const { rowCount } = await client.query(
    `insert into contacts (account_id, first_name, last_name, email, phone, owner_id)
     select case when n % 5 < 4 then account_id end,
            case n % 5 when 0 then last_name when 1 then left(first_name, 1) || '.' else first_name end,
            case n % 5 when 0 then first_name when 2 then overlay(last_name placing '' from length(last_name) - 1 for 1) else last_name end,
            case n % 5 when 3 then upper(email) when 4 then email end,
            case when n % 5 = 3 then replace(phone, '+49 ', '0') end, owner_id
     from (select c.*, row_number() over () as n from contacts c where id > (select id from contacts order by id offset $1 limit 1)
             and deleted_at is null and email is not null and length(last_name) > 6 limit $2) x`,
    [Math.floor(contacts / 2), Math.floor(contacts / 50)],
  )
  return rowCount!
}

try {
  await migrateDatabase({ url: scratch.url, secret: 'of the bench', app_url: null })
  console.log(`filled in ${(await seconds(() => fillLists(pool, contacts))).toFixed(0)} s`)
  const planted = await plantTwins(pool)
  await pool.query('delete from duplicate_changes')
  await pool.query('vacuum analyze contacts')

  let most = megabytes()
  const before = most
  const watch = setInterval(() => (most = Math.max(most, megabytes())), 50)
  const [here, there] = [process.cpuUsage(), processorTime(scratch.pid)]
  const took_s = await seconds(() => findPairs(db, Number.POSITIVE_INFINITY))
  clearInterval(watch)
  const { user, system } = process.cpuUsage(here)
  console.log(
    `${contacts.toLocaleString('en')} contacts looked through in ${took_s.toFixed(0)} s (processor: ${((user + system) / 1e6).toFixed(0)} s here, ${(processorTime(scratch.pid) - there).toFixed(0)} s in the database), memory ${before} MB before, ${most} MB at most`,
  )
  const { rows } = await pool.query<{ object: string; pairs: number; bytes: string }>(
    `select object, count(*)::int as pairs, pg_size_pretty(pg_total_relation_size('duplicate_pairs')) as bytes from duplicate_pairs group by object`,
  )
  for (const { object, pairs, bytes } of rows) console.log(`  ${object}: ${pairs} pairs, the table ${bytes}`)
  const { rows: found } = await pool.query<{ found: number }>(
    `select count(*)::int as found from contacts t
     where t.job_title is null and exists (select from duplicate_pairs p where p.other_id = t.id or p.one_id = t.id)`,
  )
  console.log(`  → of ${planted} people entered twice ${((found[0]!.found / planted) * 100).toFixed(1)} % are shown`)

  const admin = systemActor('command', grants.admin)
  const { rows: people } = await pool.query<{ id: string }>(
    `select id from users where email = 'person2@bench.example'`,
  )
  const seller = (await actorOfUser(db, people[0]!.id, 'api'))!
  const own: Actor = { ...seller, grants: { 'accounts:read': 'own', 'records:merge': 'all' } }
  const team: Actor = { ...seller, grants: { 'accounts:read': 'team', 'records:merge': 'all' } }
  for (const [name, actor] of Object.entries({ all: admin, team, own }))
    for (const object of ['contact', 'account'] as const)
      console.log(
        `  first page of ${object} pairs, rows of ${name}: ${(await median(9, () => timed(() => showPairs(db, actor, { object })))).toFixed(1)} ms`,
      )
  let place: { cursor?: string } = {}
  for (let number = 0; number < 100; number++) {
    const { next_cursor } = await showPairs(db, admin, { object: 'contact', limit: 200, ...place })
    if (next_cursor) place = { cursor: next_cursor }
  }
  console.log(
    `  a page of 200 after 20,000 pairs, or the last: ${(await median(9, () => timed(() => showPairs(db, admin, { object: 'contact', limit: 200, ...place })))).toFixed(1)} ms`,
  )
  await pool.query(`update contacts set phone = '+49 30 5550001' where id = (select min(id::text)::uuid from contacts)`)
  console.log(`  one change judged in ${(await timed(() => findPairs(db))).toFixed(0)} ms`)
  await pool.query(`update contacts set last_name = last_name || 'n' where id in (select id from contacts limit 10000)`)
  console.log(`  10,000 changes judged in ${(await timed(() => findPairs(db))).toFixed(0)} ms`)
  console.log(`  nothing to do found in ${(await median(9, () => timed(() => findPairs(db)))).toFixed(1)} ms`)
} finally {
  await pool.end()
  await scratch.drop()
}
