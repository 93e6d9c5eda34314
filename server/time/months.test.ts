/** What holds over all months though each is a table of its own, and what the change to months did with what was there. */
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { beforeEach, expect, test } from 'vitest'
import { openDatabase, openPool, sql } from '#server/platform/database.ts'
import { migrate } from '#server/platform/migrate.ts'
import { startApp } from '#test/app.ts'
import { asApplication, scratchDatabase } from '#test/database.ts'
import { makeMonthsAhead } from './make-months.ts'

const app = await startApp()
const { users, deals } = app.cast
const [dana, marta, agent] = [await app.as('dana'), await app.as('marta'), await app.agent()]

let number = 0
const claim = (start_time: string, minutes: number, extra: object = {}) => ({
  user_id: users.noah,
  start_time,
  end_time: new Date(Date.parse(start_time) + minutes * 60_000).toISOString(),
  source: 'agent',
  external_id: `m-${number++}`,
  deal_id: deals.fleet,
  ...extra,
})
type Result = { id: string; status: string }
const arrive = async (...entries: object[]): Promise<Result[]> =>
  (await agent.post('/time-entries/batch', { entries })).body.results
const statuses = (results: Result[]) => results.map(({ status }) => status)

/** The month each entry lies in, by the table that holds it. */
async function monthsOf(): Promise<string[]> {
  const { rows } = await sql<{ month: string }>`
    select right(tableoid::regclass::text, 7) as month from time_entries order by start_time
  `.execute(app.db)
  return rows.map(({ month }) => month)
}
/** Entries without their key, keys without their entry, and keys that say something else. */
async function strayKeys(): Promise<number> {
  const { rows } = await sql<{ stray: number }>`
    select count(*) as stray from time_entries e full join time_entry_keys k on k.id = e.id
    where (k.user_id, k.start_time, k.end_time, k.source, k.external_id, k.billable)
          is distinct from (e.user_id, e.start_time, e.end_time, e.source, e.external_id, e.billable and e.status <> 'quarantined')
  `.execute(app.db)
  return rows[0]!.stray
}

beforeEach(() => sql`delete from time_entries`.execute(app.db))

test('time that is years old makes its month, and lies there', async () => {
  expect(statuses(await arrive(claim('2016-03-31T23:50:00Z', 30), claim('2004-07-01T00:00:00Z', 5)))).toEqual([
    'created',
    'created',
  ])
  expect(await monthsOf()).toEqual(['2004_07', '2016_03'])
  expect(await strayKeys()).toBe(0)
})

test('what lies before the year 2000 is refused by name, and makes no month', async () => {
  const { status, body } = await agent.post('/time-entries', claim('1999-12-31T23:00:00Z', 30))
  expect([status, body.errors[0].pointer, body.errors[0].code]).toEqual([422, '/start_time', 'too_long_ago'])
})

test('an id of a sender is there once over all months: the second is a conflict, whatever month it claims', async () => {
  const first = claim('2025-05-31T10:00:00Z', 30)
  expect(statuses(await arrive(first))).toEqual(['created'])
  expect(statuses(await arrive({ ...claim('2025-06-01T10:00:00Z', 30), external_id: first.external_id }))).toEqual([
    'conflict',
  ])
  const copy = sql`
    insert into time_entries (user_id, start_time, end_time, duration_seconds, zone, activity_type, source, external_id, billable, status)
    select user_id, start_time + interval '1 hour', end_time + interval '1 hour', duration_seconds, zone, activity_type, source, external_id, false, 'unmapped'
    from time_entries
  `.execute(app.db)
  await expect(copy).rejects.toThrow('time_entry_keys_external')
  expect(await monthsOf()).toEqual(['2025_05'])
})

test('an hour over the border of two months is billable once', async () => {
  const results = await arrive(claim('2025-05-31T23:30:00Z', 60), claim('2025-06-01T00:15:00Z', 60))
  expect(statuses(results)).toEqual(['created', 'quarantined'])
  const behind = await arrive(claim('2025-06-01T00:30:00Z', 60))
  expect(statuses(behind)).toEqual(['created'])
  const { status, body } = await marta.patch(`/time-entries/${behind[0]!.id}`, { start_time: '2025-05-31T23:45:00Z' })
  expect([status, body.code]).toEqual([409, 'overlaps'])
  const past = sql`update time_entries set start_time = '2025-05-31T23:45:00Z' where id = ${behind[0]!.id}`.execute(
    app.db,
  )
  await expect(past).rejects.toThrow('time_entries_billable_once')
  expect(await strayKeys()).toBe(0)
})

test('an entry that is moved to another month is the same entry: address, version, ledger, sums', async () => {
  const [entry] = await arrive(claim('2025-06-01T10:00:00Z', 60))
  const moved = await marta.patch(`/time-entries/${entry!.id}`, { start_time: '2014-02-03T10:00:00Z', end_time: '2014-02-03T10:30:00Z' }) // prettier-ignore
  expect([moved.status, moved.body.version, moved.body.duration_seconds]).toEqual([200, 2, 1_800])
  expect(await monthsOf()).toEqual(['2014_02'])
  expect(await strayKeys()).toBe(0)
  expect((await dana.get(`/time-entries/${entry!.id}`)).body).toMatchObject({ id: entry!.id, version: 2 })
  const { rows } = await sql<{ day: string; seconds: number }>`
    select day, seconds from time_by_day where entries <> 0 and deal_id = ${deals.fleet}
  `.execute(app.db)
  expect(rows).toEqual([{ day: '2014-02-03', seconds: 1_800 }])
})

test('a key that is another entry’s is refused, also to who took it in the same statement', async () => {
  await arrive(claim('2025-06-01T10:00:00Z', 60))
  const stolen = sql`
    insert into time_entries (id, user_id, start_time, end_time, duration_seconds, zone, activity_type, source, billable, status)
    select id, user_id, start_time + interval '1 day', end_time + interval '1 day', duration_seconds, zone, activity_type, source, true, 'unmapped'
    from time_entries
  `.execute(app.db)
  await expect(stolen).rejects.toThrow('another time entry has this key')
})

test('months ahead are there before they are needed, once; the application can make months and nothing else', async () => {
  const url = await scratchDatabase()
  const pool = openPool(asApplication(url))
  const db = openDatabase(pool)
  await makeMonthsAhead(db)
  await makeMonthsAhead(db)
  const { rows } = await pool.query<{ months: number }>(
    `select count(*) as months from pg_inherits where inhparent = 'time_entries'::regclass`,
  )
  expect(rows[0]!.months).toBeGreaterThanOrEqual(5)
  await expect(pool.query(`select make_time_month('2025-01-01')`)).rejects.toThrow('permission denied')
  await expect(pool.query(`select make_time_months(array['1990-01-01'::timestamptz])`)).rejects.toThrow(
    'no time is kept',
  )
  await expect(pool.query(`select make_time_months(array[now() + interval '3 years'])`)).rejects.toThrow(
    'no time is kept',
  )
  await expect(pool.query('select from time_months.time_entries_2026_12')).rejects.toThrow('permission denied')
  await pool.end()
})

test('what was recorded before there were months is all there: entries, sums, keys, and the rows of a remap', async () => {
  const migrations = path.join(import.meta.dirname, '../../migrations')
  const until = (last: string) => {
    const dir = mkdtempSync(path.join(tmpdir(), 'daybook-migrations-'))
    for (const name of readdirSync(migrations).filter((file) => file < last))
      copyFileSync(path.join(migrations, name), path.join(dir, name))
    return dir
  }
  const [before_months, months] = [until('0041'), until('0042')]
  const pool = new pg.Pool({ connectionString: await scratchDatabase({ empty: true }) })
  const answers = async () => {
    const { rows } = await pool.query(`
      select (select json_agg(to_jsonb(e) order by id) from time_entries e)::text as entries,
             (select json_agg(t order by day, status) from time_by_day t)::text as sums`)
    return rows[0]
  }
  try {
    await migrate(pool, { dir: before_months })
    await pool.query(`
      with person as (insert into users (name, email, role, zone) values ('Noah', 'noah@x.example', 'employee', 'Europe/Berlin') returning id)
      insert into time_entries (user_id, start_time, end_time, duration_seconds, zone, activity_type, source, external_id, billable, status, title, tags)
      select id, at, at + interval '50 minutes', 3000, 'Europe/Berlin', 'app', 'agent', 'old-' || n, n % 3 > 0,
             case when n % 7 = 0 then 'quarantined' else 'unmapped' end, 'Title ' || n, array['a', 'b']
      from person, generate_series(1, 300) n, lateral (select '1999-11-05T23:30:00Z'::timestamptz + n * interval '2 days 1 hour' as at) x`)
    await pool.query(`
      insert into mapping_rules (name, condition, kind, state, priority, number, created_by) select 'R', 'app is "x"', 'private', 'draft', 1, 1, id from users;
      insert into remaps (rule_id, rule_number, date_from, asked_by) select r.id, 1, '2000-01-01', u.id from mapping_rules r, users u;
      insert into remap_rows (remap_id, entry_id) select m.id, e.id from remaps m, time_entries e limit 10`)
    const before = await answers()
    await migrate(pool, { dir: months })
    expect(await answers()).toEqual(before)
    const { rows } = await pool.query(`
      select (select count(*)::int from time_entry_keys) as keys, (select count(distinct tableoid)::int from time_entries) as months`)
    expect(rows[0].keys).toBe(300)
    expect(rows[0].months).toBeGreaterThan(19)
    await pool.query(`delete from time_entries where id in (select entry_id from remap_rows limit 4)`)
    expect((await pool.query('select from remap_rows')).rowCount).toBe(6)
    expect((await pool.query('select from time_entry_keys')).rowCount).toBe(296)
  } finally {
    await pool.end()
    for (const dir of [before_months, months]) rmSync(dir, { recursive: true, force: true })
  }
})
